import { expect, test } from 'vitest'
import { piiKinds } from '../../runtime/ml/types/pii-kinds.ts'
import { semanticTypes } from '../../runtime/ml/types/semantic-types.ts'
import { meaningTexts } from './meaning-texts.ts'
import { piiTexts } from './pii-texts.ts'

test('every meaning and every kind of personal data has a text', () => {
  const texts = Object.entries(meaningTexts).map(([id, text]) => [id, text.message])
  expect(texts.sort()).toEqual(semanticTypes.map(({ id, title }) => [id, title]).sort())
  expect(Object.keys(piiTexts).sort()).toEqual([...piiKinds].sort())
})
