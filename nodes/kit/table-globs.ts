import type { TableName } from './source.ts'

/** `*` is any text, `?` one character; case does not matter. */
export function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'is')
}

/** Whether a glob names the table: alone, or behind its schema. */
export const tableMatches = ({ schema, name }: TableName, glob: string): boolean => {
  const pattern = globPattern(glob)
  return pattern.test(name) || (schema !== undefined && pattern.test(`${schema}.${name}`))
}
