import type { NamedType, OtherObject, SequenceSchema } from '../../schema/model.ts'
import { nativeOf } from './describe.ts'
import { tableName } from './names.ts'
import type { AliasRow, ModuleRow, PolicyRow, SequenceRow, SynonymRow } from './schema-queries.ts'
import { typeName } from './types.ts'

const ranges: Readonly<Record<string, readonly [string, string]>> = {
  tinyint: ['0', '255'],
  smallint: ['-32768', '32767'],
  int: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}

/** Bounds are told where they are not those of the type. A number may be left out, never given twice. */
export function sequenceOf(row: SequenceRow): SequenceSchema {
  const [least, most] = ranges[row.type] ?? []
  return {
    name: { schema: row.schema, name: row.name },
    type: row.type,
    start: row.start,
    increment: row.increment,
    ...(row.minimum === least ? {} : { minimum: row.minimum }),
    ...(row.maximum === most ? {} : { maximum: row.maximum }),
    cycle: row.cycle,
    next: nextOf(row),
  }
}

/** The catalog does not tell a number that was never taken from one that was. */
function nextOf({ current, increment, minimum, maximum }: SequenceRow): string {
  const next = BigInt(current) + BigInt(increment)
  return String(next > BigInt(maximum) || next < BigInt(minimum) ? BigInt(current) : next)
}

/** Alias types: a name for a type, with nullability. */
export const typesOf = (rows: readonly AliasRow[]): NamedType[] =>
  rows
    .filter((row) => !row.isTable)
    .map((row) => ({
      kind: 'domain',
      name: { schema: row.schema, name: row.name },
      baseType: typeName(nativeOf(row)),
      nullable: row.nullable,
      checks: [],
    }))

/** What is listed with its text. */
export function othersOf(found: {
  readonly modules: readonly ModuleRow[]
  readonly synonyms: readonly SynonymRow[]
  readonly aliases: readonly AliasRow[]
  readonly policies: readonly PolicyRow[]
}): OtherObject[] {
  return [
    ...found.modules.filter((m) => m.type !== 'V').map(moduleOf),
    ...found.synonyms.map(
      (s): OtherObject => ({
        kind: 'virtual table',
        name: { schema: s.schema, name: s.name },
        text: `CREATE SYNONYM ${tableName({ schema: s.schema, name: s.name })} FOR ${s.base}`,
      }),
    ),
    ...found.aliases
      .filter((a) => a.isTable)
      .map(
        (a): OtherObject => ({
          kind: 'type',
          name: { schema: a.schema, name: a.name },
          text: `-- A table type, ${tableName({ schema: a.schema, name: a.name })}.`,
        }),
      ),
    ...found.policies.map(
      (p): OtherObject => ({
        kind: 'policy',
        name: { schema: p.schema, name: p.name },
        text: `-- A security policy, ${tableName({ schema: p.schema, name: p.name })}.`,
      }),
    ),
  ]
}

function moduleOf(m: ModuleRow): OtherObject {
  const trigger = m.type === 'TR' || m.type === 'TA'
  return {
    kind: trigger ? 'trigger' : 'routine',
    name: { schema: m.schema, name: m.name },
    ...(trigger && m.table !== null
      ? {
          table: { ...(m.tableSchema === null ? {} : { schema: m.tableSchema }), name: m.table },
        }
      : {}),
    text: m.definition ?? '-- The text is encrypted, or in an assembly.',
  }
}

const blank = String.raw`(?:\s|--[^\n]*(?:\n|$)|/\*[\s\S]*?\*/)`
const identifier = String.raw`(?:\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[^\s.(\["]+)`
const viewHead = new RegExp(
  `^${blank}*CREATE${blank}+(?:OR${blank}+ALTER${blank}+)?VIEW${blank}+${identifier}(?:\\s*\\.\\s*${identifier})*` +
    `${blank}*(?:\\((?:[^()\\[\\]]|\\[(?:[^\\]]|\\]\\])*\\])*\\))?${blank}*` +
    `(?:WITH${blank}+(?:SCHEMABINDING|ENCRYPTION|VIEW_METADATA)(?:${blank}*,${blank}*(?:SCHEMABINDING|ENCRYPTION|VIEW_METADATA))*${blank}+)?AS\\b${blank}*`,
  'i',
)

/** The SELECT of a view's definition. */
export const viewSql = (definition: string): string =>
  definition.replace(viewHead, '').trim().replace(/;$/, '').trim()
