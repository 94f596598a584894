import type { NamedType, TableColumn } from '../../model.ts'
import type { Meaning } from './meaning.ts'
import { nativeParts } from './native.ts'

const simple: Readonly<Record<string, Meaning>> = {
  boolean: { kind: 'boolean' },
  bool: { kind: 'boolean' },
  smallint: { kind: 'integer', bits: 16, unsigned: false },
  int2: { kind: 'integer', bits: 16, unsigned: false },
  smallserial: { kind: 'integer', bits: 16, unsigned: false },
  integer: { kind: 'integer', bits: 32, unsigned: false },
  int: { kind: 'integer', bits: 32, unsigned: false },
  int4: { kind: 'integer', bits: 32, unsigned: false },
  serial: { kind: 'integer', bits: 32, unsigned: false },
  bigint: { kind: 'integer', bits: 64, unsigned: false },
  int8: { kind: 'integer', bits: 64, unsigned: false },
  bigserial: { kind: 'integer', bits: 64, unsigned: false },
  oid: { kind: 'integer', bits: 32, unsigned: true },
  real: { kind: 'float', bits: 32 },
  float4: { kind: 'float', bits: 32 },
  'double precision': { kind: 'float', bits: 64 },
  float8: { kind: 'float', bits: 64 },
  money: { kind: 'decimal', precision: 19, scale: 2, money: true },
  text: { kind: 'text' },
  name: { kind: 'text', bytes: 63 },
  '"char"': { kind: 'text', bytes: 1 },
  citext: { kind: 'text', caseless: true },
  bytea: { kind: 'binary' },
  date: { kind: 'date' },
  interval: { kind: 'interval' },
  uuid: { kind: 'uuid' },
  json: { kind: 'json', text: true },
  jsonb: { kind: 'json', text: false },
  xml: { kind: 'xml' },
  inet: { kind: 'own', name: 'inet', length: 49 },
  cidr: { kind: 'own', name: 'cidr', length: 49 },
  macaddr: { kind: 'own', name: 'macaddr', length: 17 },
  macaddr8: { kind: 'own', name: 'macaddr8', length: 23 },
  int4range: { kind: 'own', name: 'int4range', length: 30 },
  int8range: { kind: 'own', name: 'int8range', length: 50 },
  daterange: { kind: 'own', name: 'daterange', length: 60 },
  tsrange: { kind: 'own', name: 'tsrange', length: 90 },
  tstzrange: { kind: 'own', name: 'tstzrange', length: 100 },
}

/** `types` are the database's enums and domains; a domain means what its base type means. */
export function readPostgres(
  native: string,
  column?: Pick<TableColumn, 'values' | 'namedType'>,
  types: readonly NamedType[] = [],
): Meaning {
  const { base, numbers, dimensions } = nativeParts(native)
  const [first, second] = numbers
  if (dimensions > 0) {
    const itemType = native.replace(/(\[\d*\])+$/, '')
    return { kind: 'array', item: readPostgres(itemType, undefined, types), itemType }
  }
  const named = namedType(native, column, types)
  if (named?.kind === 'enum') return { kind: 'enum', values: named.values }
  if (named?.kind === 'domain') return readPostgres(named.baseType, undefined, types)
  if (column?.values) return { kind: 'enum', values: column.values }
  if (Object.hasOwn(simple, base)) return simple[base] as Meaning
  switch (base) {
    case 'numeric':
    case 'decimal':
      return first === undefined
        ? { kind: 'decimal' }
        : { kind: 'decimal', precision: first, scale: second ?? 0 }
    case 'character varying':
    case 'varchar':
      return { kind: 'text', length: first }
    case 'character':
    case 'char':
    case 'bpchar':
      return { kind: 'text', length: first ?? 1, fixed: 'padded' }
    case 'bit':
      return { kind: 'bits', length: first ?? 1, varying: false, travels: 'digits' }
    case 'bit varying':
    case 'varbit':
      return { kind: 'bits', length: first, varying: true, travels: 'digits' }
    case 'time':
    case 'time without time zone':
    case 'time with time zone':
    case 'timetz':
      return { kind: 'time', precision: first ?? 6, zone: /with time|tz/.test(base) }
    case 'timestamp':
    case 'timestamp without time zone':
      return { kind: 'timestamp', precision: first ?? 6, zone: 'none' }
    case 'timestamp with time zone':
    case 'timestamptz':
      return { kind: 'timestamp', precision: first ?? 6, zone: 'utc' }
    default:
      if (base.startsWith('interval')) return { kind: 'interval' }
      return /^(?:\w+\.)?geo(?:metry|graphy)$/.test(base)
        ? { kind: 'geometry', shape: base.replace(/^\w+\./, ''), wkt: false }
        : { kind: 'own', name: base }
  }
}

function namedType(
  native: string,
  column: Pick<TableColumn, 'namedType'> | undefined,
  types: readonly NamedType[],
): NamedType | undefined {
  const spelt = native.replaceAll('"', '')
  return types.find(({ name }) =>
    column?.namedType
      ? name.name === column.namedType.name && name.schema === column.namedType.schema
      : spelt === name.name || spelt === `${name.schema}.${name.name}`,
  )
}
