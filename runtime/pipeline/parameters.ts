import type { Issue, IssuePath } from '../../nodes/kit/issue.ts'
import { issue } from '../../nodes/kit/issue.ts'
import type { Parameter, Pipeline } from './schema.ts'

export type ParameterValues = Readonly<Record<string, string>>

const checks: Record<Parameter['type'], RegExp> = {
  text: /^[\s\S]*$/,
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
}

/** The value of each declared parameter: given, else its default; else an issue. */
export function resolveParameters(
  pipeline: Pipeline,
  given: ParameterValues,
): { values: ReadonlyMap<string, string>; issues: Issue[] } {
  const values = new Map<string, string>()
  const issues: Issue[] = []
  const declared = pipeline.parameters.map((p) => p.name)
  pipeline.parameters.forEach((parameter, index) => {
    const { name, type } = parameter
    const value = Object.hasOwn(given, name) ? given[name] : parameter.default
    if (value === undefined) {
      issues.push(issue('MISSING_PARAMETER', ['parameters', index], { parameter: name }))
    } else if (!checks[type].test(value)) {
      const actual = `“${value}”`
      issues.push(issue('TYPE_MISMATCH', ['parameters', index], { expected: type, actual }))
    } else values.set(name, value)
  })
  for (const name of Object.keys(given))
    if (!declared.includes(name)) issues.push(unknown(name, declared, ['parameters']))
  return { values, issues }
}

/** Replaces `${name}` in every string of a config; `$${` stands for a plain `${`. */
export function fillParameters(
  config: unknown,
  values: ReadonlyMap<string, string>,
  declared: readonly string[],
  path: IssuePath = [],
): { config: unknown; issues: Issue[] } {
  const issues: Issue[] = []
  const fill = (value: unknown, at: IssuePath): unknown => {
    if (typeof value === 'string')
      return value.replace(/\$(\$?)\{([A-Za-z_]\w*)\}/g, (whole, escaped: string, name: string) => {
        if (escaped) return whole.slice(1)
        if (!declared.includes(name)) issues.push(unknown(name, declared, at))
        return values.get(name) ?? whole
      })
    if (Array.isArray(value)) return value.map((item, i) => fill(item, [...at, i]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v, [...at, k])]))
  }
  return { config: fill(config, path), issues }
}

const unknown = (parameter: string, declared: readonly string[], path: IssuePath): Issue =>
  issue('UNKNOWN_PARAMETER', path, { parameter, parameters: declared.join(', ') || '–' })
