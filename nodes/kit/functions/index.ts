import { functionAliases } from '../function-aliases.ts'
import { aggregateFunctions } from './aggregate.ts'
import { convertFunctions } from './convert.ts'
import { dateTimeFunctions } from './date-time.ts'
import type { FunctionDefinition } from './define.ts'
import { defineFunctions } from './define.ts'
import { hashFunctions } from './hash.ts'
import { jsonFunctions } from './json.ts'
import { listFunctions } from './list.ts'
import { logicFunctions } from './logic.ts'
import { numberFunctions } from './number.ts'
import { operatorFunctions } from './operators.ts'
import { regexFunctions } from './regex.ts'
import { textFunctions } from './text.ts'

export type { FunctionDefinition, FunctionExample, FunctionGroup, Parameter } from './define.ts'
export { signaturesOf } from './define.ts'

export type FunctionName =
  | keyof typeof operatorFunctions
  | keyof typeof logicFunctions
  | keyof typeof textFunctions
  | keyof typeof numberFunctions
  | keyof typeof dateTimeFunctions
  | keyof typeof regexFunctions
  | keyof typeof hashFunctions
  | keyof typeof jsonFunctions
  | keyof typeof listFunctions
  | keyof typeof convertFunctions
  | keyof typeof aggregateFunctions

/** Every function and operator, by its canonical name. */
export const functionCatalogue: ReadonlyMap<string, FunctionDefinition> = new Map(
  [
    ...defineFunctions('operator', operatorFunctions),
    ...defineFunctions('logic', logicFunctions),
    ...defineFunctions('text', textFunctions),
    ...defineFunctions('number', numberFunctions),
    ...defineFunctions('date-time', dateTimeFunctions),
    ...defineFunctions('regex', regexFunctions),
    ...defineFunctions('hash', hashFunctions),
    ...defineFunctions('json', jsonFunctions),
    ...defineFunctions('list', listFunctions),
    ...defineFunctions('convert', convertFunctions),
    ...defineFunctions('aggregate', aggregateFunctions),
  ].map((definition) => [definition.name, definition]),
)

/**
 * A function by any of its names, in any case.
 * @example findFunction('SUBSTR')?.name // 'substring'
 */
export function findFunction(name: string): FunctionDefinition | undefined {
  const lower = name.toLowerCase()
  return functionCatalogue.get(functionAliases.get(lower) ?? lower)
}
