import { msg } from '@lingui/core/macro'
import { canCast, coerce } from '../../kit/coerce.ts'
import { compileRows } from '../../kit/compile-node.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import type { Conversion } from '../../kit/conversion.ts'
import { convert } from '../../kit/conversion.ts'
import type { DataType } from '../../kit/data-type.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { col, isNotTrue, literal } from '../../kit/expression.ts'
import { project } from '../../kit/relations.ts'
import type { Schema } from '../../kit/schema.ts'
import { column, columnNames, findColumn } from '../../kit/schema.ts'
import { sourceKey } from '../../kit/source.ts'
import { splitRows } from '../../kit/split-rows.ts'
import { toTableName } from '../../kit/table-field.ts'
import { checkTarget } from '../../kit/target-columns.ts'
import type { ChosenMapping } from './choose-mappings.ts'
import { chooseMappings } from './choose-mappings.ts'
import type { AutoConfig } from './config.ts'
import { config } from './config.ts'

export const node = defineNode({
  type: 'map.auto',
  version: 1,
  title: msg`Map automatically`,
  summary: msg`Fills the columns of a target from the source columns that were found to match.`,
  keywords: msg`mapping, matching, schema, target, auto, confidence, fields`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [
    { name: 'out', title: msg`Mapped rows` },
    { name: 'reject', title: msg`Not convertible`, reject: true, keep: true },
  ],
  config,
  initial: { target: { connection: '', table: { name: '' } }, mappings: [] },
  sources: (settings) => {
    const target = targetOf(settings)
    return target ? [target] : []
  },
  compile: (settings, context) =>
    compileRows(context, (rows, check) => {
      const chosen = chooseMappings(settings)
      if (chosen.length === 0) return check.add('MISSING_SETTING', ['mappings'])
      const source = targetOf(settings)
      const target = source && context.schemas.get(sourceKey(source))
      const filled = chosen.flatMap(
        (mapping) => resolve(check, rows.schema, target, mapping, settings) ?? [],
      )
      if (filled.length < chosen.length) return undefined
      check.unique(
        filled.map((f) => f.name),
        (i) => ['mappings', chosen[i]?.index ?? 0, 'target'],
      )
      if (target) {
        const typed = filled.map((f) => column(f.name, f.type))
        checkTarget(check, typed, target, (c) =>
          c ? ['mappings', chosen[typed.indexOf(c)]?.index ?? 0, 'target'] : ['mappings'],
        )
      }
      if (!check.ok) return undefined
      const read = new Set(filled.map((f) => f.source.toLowerCase()))
      const unused = columnNames(rows.schema).filter((name) => !read.has(name.toLowerCase()))
      if (unused.length > 0)
        check.add('SOURCE_COLUMNS_UNUSED', ['mappings'], { columns: unused.join(', ') })
      const { pass, reject } = splitRows(rows, filled.flatMap(rulesOf))
      const values = filled.map(({ name, value }) => ({ name, expression: value }))
      const empty = settings.unmapped === 'null' ? emptyColumns(target ?? [], filled) : []
      return { outputs: { out: project(pass, [...values, ...empty]), reject } }
    }),
})

function targetOf({ target: { connection, table } }: AutoConfig) {
  if (connection === '' || table.name === '') return undefined
  return { kind: 'table', connection, table: toTableName(table) } as const
}

interface Filled extends Conversion {
  readonly name: string
  readonly type: DataType
  readonly source: string
}

function resolve(
  check: ConfigCheck,
  schema: Schema,
  target: Schema | undefined,
  { index, source, target: name, type }: ChosenMapping,
  { onFailure }: AutoConfig,
): Filled | undefined {
  const named = check.filled(name, ['mappings', index, 'target'])
  const written = type === '' ? undefined : check.type(type, ['mappings', index, 'type'])
  const from = check.column(schema, source, ['mappings', index, 'source'])
  if (!named || !from || (type !== '' && !written)) return undefined
  const to = written ?? (target && findColumn(target, name)?.type) ?? from.type
  if (!canCast(from.type, to)) {
    const types = { actual: formatType(from.type), expected: formatType(to) }
    return check.add('WRONG_COLUMN_TYPE', ['mappings', index, 'source'], { column: name, ...types })
  }
  const conversion = convert(col(from.name), from.type, to, onFailure)
  return { ...conversion, name, type: to, source: from.name }
}

const rulesOf = ({ name, type, failed }: Filled) =>
  failed ? [{ name: `${name}: not ${formatType(type)}`, holds: isNotTrue(failed) }] : []

const emptyColumns = (target: Schema, filled: readonly Filled[]) =>
  target
    .filter(({ name }) => !filled.some((f) => f.name.toLowerCase() === name.toLowerCase()))
    .map(({ name, type }) => ({ name, expression: coerce(literal(null), type) }))
