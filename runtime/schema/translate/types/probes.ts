import type { DatabaseSystem, TableColumn } from '../../model.ts'
import type { Difference } from './difference.ts'
import type { Meaning } from './meaning.ts'

/** Doubts about a source column, and what it means where the doubt is true. */
export interface Probe {
  readonly difference: Difference
  readonly otherwise: Meaning
  /** What the column is taken to mean where no row is doubtful, and what to say of that. */
  readonly assumed?: { readonly meaning: Meaning; readonly difference: Difference } | undefined
}

/** What a column may hold although its type does not say so. */
export function probesOf(
  meaning: Meaning,
  column: TableColumn,
  from: DatabaseSystem,
  to: DatabaseSystem,
): Probe[] {
  if (from === to) return []
  if (from === 'mysql') return mysqlProbes(meaning, column, to)
  return from === 'sqlite' ? sqliteProbes(meaning) : []
}

const doubt = (
  code: Difference['code'],
  reason: string,
  count: NonNullable<Difference['count']>,
  severity: Difference['severity'] = 'warning',
): Difference => ({ code, severity, reason, count, onlyWithRows: true })

const mostSigned = 2n ** 63n - 1n

/**
 * Keys are BIGINT UNSIGNED by habit, and PostgreSQL counts and refers by `bigint` only: so they
 * become, unless a number is there that needs the last bit.
 */
const signedProbe = (meaning: Meaning): Probe => ({
  difference: doubt(
    'VALUE_OUT_OF_RANGE',
    `They are greater than ${mostSigned}, so the column becomes a decimal.`,
    { kind: 'outside', min: '0', max: String(mostSigned) },
  ),
  otherwise: meaning,
  assumed: {
    meaning: { kind: 'integer', bits: 64, unsigned: false },
    difference: {
      code: 'TYPE_NARROWED',
      severity: 'info',
      reason: `Numbers up to ${mostSigned} fit; the column becomes a decimal where one is greater.`,
    },
  },
})

/** Whether the definition itself asks for greater numbers. */
function startsSigned({ default: value, identity }: TableColumn): boolean {
  const numbers = [/\d+/.exec(value ?? '')?.[0], identity?.next]
  return numbers.every((n) => n === undefined || BigInt(n) <= mostSigned)
}

function mysqlProbes(meaning: Meaning, column: TableColumn, to: DatabaseSystem): Probe[] {
  const { nativeType } = column
  if (meaning.kind === 'integer' && meaning.bits === 64 && meaning.unsigned)
    return to === 'postgres' && startsSigned(column) ? [signedProbe(meaning)] : []
  if (meaning.kind === 'boolean' && /^tinyint/i.test(nativeType))
    return [
      {
        difference: doubt(
          'NOT_BOOLEAN',
          'They hold other numbers than 0 and 1, so the column stays a number.',
          { kind: 'not boolean' },
        ),
        otherwise: { kind: 'integer', bits: 8, unsigned: /unsigned/i.test(nativeType) },
      },
    ]
  if (meaning.kind === 'time' && meaning.long)
    return [
      {
        difference: doubt(
          'VALUE_OUT_OF_RANGE',
          'They lie beyond a day, so the column becomes a duration.',
          { kind: 'time outside day' },
        ),
        otherwise: to === 'postgres' ? { kind: 'interval' } : meaning,
      },
    ]
  if (meaning.kind === 'enum')
    return [
      {
        difference: doubt('ENUM_EMPTY', 'The empty text is allowed, too.', { kind: 'empty enum' }),
        otherwise: {
          kind: 'enum',
          values: meaning.values.includes('') ? meaning.values : [...meaning.values, ''],
        },
      },
    ]
  return []
}

function sqliteProbes(meaning: Meaning): Probe[] {
  const text: Meaning = { kind: 'text' }
  const stored = (classes: readonly string[]): Probe => ({
    difference: doubt(
      'STORED_OTHERWISE',
      'They are not of the declared type, so the column becomes a text.',
      { kind: 'stored otherwise', classes },
    ),
    otherwise: text,
  })
  switch (meaning.kind) {
    case 'boolean':
      return [
        {
          difference: doubt(
            'NOT_BOOLEAN',
            'They hold other values than 0 and 1, so the column becomes a text.',
            { kind: 'not boolean' },
          ),
          otherwise: text,
        },
      ]
    case 'integer':
      return [stored(['integer'])]
    case 'decimal':
      return [stored(['integer', 'real', 'text'])]
    case 'float':
      return [stored(['integer', 'real'])]
    case 'binary':
      return [stored(['blob'])]
    case 'date':
    case 'timestamp':
    case 'time':
      return [
        {
          difference: doubt(
            'STORED_OTHERWISE',
            'They cannot be read as dates or times, so the column becomes a text.',
            { kind: 'not a date' },
          ),
          otherwise: text,
        },
        stored(['text']),
      ]
    case 'text':
      return meaning.length === undefined
        ? []
        : [
            {
              difference: doubt(
                'TEXT_TOO_LONG',
                'SQLite does not enforce the length, so the column gets none.',
                { kind: 'longer', characters: meaning.length },
              ),
              otherwise: text,
            },
          ]
    default:
      return []
  }
}
