import { canCast, coerce } from '../../kit/coerce.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import type { Conversion } from '../../kit/conversion.ts'
import { convert } from '../../kit/conversion.ts'
import type { DataType } from '../../kit/data-type.ts'
import { formatType } from '../../kit/data-type.ts'
import type { Expression } from '../../kit/expression.ts'
import type { IssuePath } from '../../kit/issue.ts'
import type { Schema } from '../../kit/schema.ts'
import { findColumn } from '../../kit/schema.ts'
import type { MappedColumn } from './config.ts'

export interface Mapping extends Conversion {
  readonly name: string
  readonly type: DataType
  /** The value before conversion. */
  readonly source: Expression
  readonly required: boolean
}

/** One line of the mapping, checked; its type is its own, the target's, or that of the value. */
export function resolveColumn(
  check: ConfigCheck,
  schema: Schema,
  target: Schema | undefined,
  { name, expression, type, required, onFailure }: MappedColumn,
  path: IssuePath,
): Mapping | undefined {
  const named = check.filled(name, [...path, 'name'])
  const written = type === '' ? undefined : check.type(type, [...path, 'type'])
  const typed = check.expression(schema, expression, [...path, 'expression'])
  if (!named || !typed || (type !== '' && !written)) return undefined
  const to = written ?? (target && findColumn(target, name)?.type) ?? typed.type
  const source = typed.expression
  const isNull = source.kind === 'literal' && source.value === null
  if (isNull) return { name, type: to, source, value: coerce(source, to), required }
  if (!canCast(typed.type, to)) {
    const types = { actual: formatType(typed.type), expected: formatType(to) }
    return check.add('WRONG_COLUMN_TYPE', [...path, 'expression'], { column: name, ...types })
  }
  return { ...convert(source, typed.type, to, onFailure), name, type: to, source, required }
}
