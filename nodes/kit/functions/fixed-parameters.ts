import { patternProblem } from '../check-pattern.ts'
import { isTextLiteral } from '../coerce.ts'
import type { DataType } from '../data-type.ts'
import { isNumeric, text } from '../data-type.ts'
import type { Expression } from '../expression.ts'
import { typeOf } from '../expression.ts'
import type { ParameterType } from './define.ts'
import { timeUnits } from './define.ts'

/** What is expected of an argument, in words, where the argument is not it. */
interface Refusal {
  readonly expected: string
}

const jsonPath = /^\$(\.(\w+|"[^"\\]+")|\[\d{1,9}\])*$/
const formatCodes = /^(?:[^%]|%-[dHIjmMSy]|%[aAbBcdfgGHIjmMnpSTuUVwWxXyYzZ%])+$/s

const texts: Partial<Readonly<Record<ParameterType, (value: string) => string | undefined>>> = {
  'fixed text': () => undefined,
  path: (value) => (jsonPath.test(value) ? undefined : 'path such as $.name[0]'),
  unit: (value) => (timeUnits.includes(value.toLowerCase()) ? undefined : timeUnits.join(', ')),
  format: (value) => (formatCodes.test(value) ? undefined : 'format such as %d.%m.%Y'),
  pattern: (value) => {
    const problem = patternProblem(value)
    return problem && `pattern (${problem})`
  },
}

/**
 * Checks an argument that must be written out, because the engine needs it before it
 * sees the first row; undefined for parameters that may be computed.
 */
export function acceptFixed(
  param: ParameterType,
  argument: Expression,
): DataType | Refusal | undefined {
  const problemOf = texts[param]
  if (problemOf) {
    if (!isTextLiteral(argument)) return { expected: `${param}, written out` }
    const expected = problemOf(argument.value)
    return expected === undefined ? text : { expected }
  }
  if (param !== 'fixed whole' && param !== 'fixed number') return undefined
  const type = argument.kind === 'literal' ? typeOf(argument) : undefined
  const fits = param === 'fixed whole' ? type?.kind === 'integer' : type && isNumeric(type)
  return type && fits ? type : { expected: `${param.slice('fixed '.length)} number, written out` }
}
