import { functionAliases } from '../function-aliases.ts'
import { defineFunctions, type FunctionDefinition } from './define.ts'
import { operatorFunctions } from './operators.ts'

export type { FunctionDefinition, FunctionExample, FunctionGroup, Parameter } from './define.ts'
export { signaturesOf } from './define.ts'

export type FunctionName =
  | keyof typeof operatorFunctions

/** Every function and operator, by its canonical name. */
export const functionCatalogue: ReadonlyMap<string, FunctionDefinition> = new Map(
  [
    ...defineFunctions('operator', operatorFunctions),
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
