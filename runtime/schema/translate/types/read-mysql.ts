import type { TableColumn } from '../../model.ts'
import type { Meaning } from './meaning.ts'
import { nativeParts, valuesIn } from './native.ts'

const bytes = { tiny: 255, '': 65_535, medium: 16_777_215, long: 4_294_967_295 }
const bits = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, integer: 32, bigint: 64 } as const
const shapes =
  /^(geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection|geomcollection)$/

/** MySQL and MariaDB. */
export function readMysql(native: string, column?: Pick<TableColumn, 'type' | 'values'>): Meaning {
  const { base, numbers, unsigned } = nativeParts(native)
  const [first, second] = numbers
  if (column?.type.kind === 'json') return { kind: 'json', text: base !== 'json' }
  if (/^tinyint\(1\)/i.test(native) || base === 'boolean' || base === 'bool')
    return { kind: 'boolean' }
  if (Object.hasOwn(bits, base))
    return { kind: 'integer', bits: bits[base as keyof typeof bits], unsigned }
  const sized = /^(tiny|medium|long|)(text|blob)$/.exec(base)
  if (sized) {
    const most = bytes[sized[1] as keyof typeof bytes]
    return sized[2] === 'text' ? { kind: 'text', bytes: most } : { kind: 'binary', length: most }
  }
  if (shapes.test(base)) return { kind: 'geometry', shape: base, wkt: true }
  switch (base) {
    case 'year':
      return { kind: 'integer', bits: 16, unsigned: false, year: true }
    case 'bit':
      return first === undefined || first === 1
        ? { kind: 'boolean' }
        : { kind: 'bits', length: first, varying: false, travels: 'number' }
    case 'decimal':
    case 'numeric':
      return { kind: 'decimal', precision: first ?? 10, scale: second ?? 0, unsigned }
    case 'float':
      return { kind: 'float', bits: 32 }
    case 'double':
    case 'double precision':
    case 'real':
      return { kind: 'float', bits: 64 }
    case 'char':
      return { kind: 'text', length: first ?? 1, fixed: 'stripped' }
    case 'varchar':
      return { kind: 'text', length: first }
    case 'binary':
      return { kind: 'binary', length: first ?? 1, fixed: true }
    case 'varbinary':
      return { kind: 'binary', length: first }
    case 'date':
      return { kind: 'date' }
    case 'time':
      return { kind: 'time', precision: first ?? 0, zone: false, long: true }
    case 'datetime':
      return { kind: 'timestamp', precision: first ?? 0, zone: 'none' }
    case 'timestamp':
      return { kind: 'timestamp', precision: first ?? 0, zone: 'utc' }
    case 'json':
      return { kind: 'json', text: false }
    case 'uuid':
      return { kind: 'uuid' }
    case 'enum':
    case 'set':
      return { kind: base, values: column?.values ?? valuesIn(native) }
    case 'inet4':
      return { kind: 'own', name: base, length: 15 }
    case 'inet6':
      return { kind: 'own', name: base, length: 45 }
    default:
      return { kind: 'own', name: base }
  }
}
