import { moneyTypes } from './catalogue/money.ts'
import { networksTypes } from './catalogue/networks.ts'
import { otherTypes } from './catalogue/other.ts'
import { personsTypes } from './catalogue/persons.ts'
import { placesTypes } from './catalogue/places.ts'
import type { SemanticType } from './catalogue/semantic-type.ts'
import { thingsTypes } from './catalogue/things.ts'
import { timeTypes } from './catalogue/time.ts'

export type { SemanticType } from './catalogue/semantic-type.ts'

/** Every meaning that columns are tested for, by groups. */
export const semanticTypes: readonly SemanticType[] = [
  ...moneyTypes,
  ...thingsTypes,
  ...personsTypes,
  ...placesTypes,
  ...networksTypes,
  ...timeTypes,
  ...otherTypes,
]
