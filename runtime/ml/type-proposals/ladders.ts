import type { DataType } from '../../../nodes/kit/data-type.ts'
import type { ColumnFacts } from './facts.ts'
import type { Reason } from './value-forms.ts'
import * as forms from './value-forms.ts'

export const engines = ['postgres', 'mysql', 'sqlite', 'mssql', 'duckdb'] as const
export type TargetEngine = (typeof engines)[number]

/** A type of an engine that a column could have. */
export interface Candidate {
  /** In the engine's words, as in DDL. */
  readonly native: string
  readonly type: DataType
  readonly refuses: (text: string) => Reason
  /** What a value takes, in bytes, without row and page overhead. */
  readonly bytes: (text: string) => number
}

const fixed = (bytes: number) => () => bytes
const utf8 = (text: string) => Buffer.byteLength(text)

function integer(
  native: string,
  bits: 8 | 16 | 32 | 64,
  size: number,
  low: bigint,
  high: bigint,
): Candidate {
  const refuses = (text: string): Reason => {
    const reason = forms.integerReason(text)
    if (reason) return reason
    const value = BigInt(text)
    return value < low || value > high ? 'out of range' : undefined
  }
  const stored = native === 'INTEGER' && size === 0 ? sqliteBytes : fixed(size)
  return { native, type: { kind: 'integer', bits }, refuses, bytes: stored }
}

/** SQLite stores a whole number in as few bytes as it needs. */
function sqliteBytes(text: string): number {
  const size = Math.abs(Number(text))
  if (size <= 1) return 0
  const limits = [127, 32_767, 8_388_607, 2_147_483_647, 140_737_488_355_327]
  const at = limits.findIndex((limit) => size <= limit)
  return [1, 2, 3, 4, 6][at] ?? 8
}

const signed = (bits: number): [bigint, bigint] => [
  -(2n ** BigInt(bits - 1)),
  2n ** BigInt(bits - 1) - 1n,
]
const unsigned = (bits: number): [bigint, bigint] => [0n, 2n ** BigInt(bits) - 1n]

const integers: Readonly<Record<TargetEngine, readonly Candidate[]>> = {
  postgres: [
    integer('smallint', 16, 2, ...signed(16)),
    integer('integer', 32, 4, ...signed(32)),
    integer('bigint', 64, 8, ...signed(64)),
  ],
  mysql: [
    integer('tinyint', 8, 1, ...signed(8)),
    integer('tinyint unsigned', 16, 1, ...unsigned(8)),
    integer('smallint', 16, 2, ...signed(16)),
    integer('smallint unsigned', 32, 2, ...unsigned(16)),
    integer('mediumint', 32, 3, ...signed(24)),
    integer('mediumint unsigned', 32, 3, ...unsigned(24)),
    integer('int', 32, 4, ...signed(32)),
    integer('int unsigned', 64, 4, ...unsigned(32)),
    integer('bigint', 64, 8, ...signed(64)),
  ],
  sqlite: [integer('INTEGER', 64, 0, ...signed(64))],
  mssql: [
    integer('tinyint', 16, 1, ...unsigned(8)),
    integer('smallint', 16, 2, ...signed(16)),
    integer('int', 32, 4, ...signed(32)),
    integer('bigint', 64, 8, ...signed(64)),
  ],
  duckdb: [
    integer('TINYINT', 8, 1, ...signed(8)),
    integer('UTINYINT', 16, 1, ...unsigned(8)),
    integer('SMALLINT', 16, 2, ...signed(16)),
    integer('USMALLINT', 32, 2, ...unsigned(16)),
    integer('INTEGER', 32, 4, ...signed(32)),
    integer('UINTEGER', 64, 4, ...unsigned(32)),
    integer('BIGINT', 64, 8, ...signed(64)),
  ],
}

const decimalLimits: Readonly<Record<TargetEngine, { precision: number; scale: number }>> = {
  postgres: { precision: 38, scale: 38 },
  mysql: { precision: 38, scale: 30 },
  // Above fifteen digits SQLite makes a number of it that is not the same.
  sqlite: { precision: 15, scale: 15 },
  mssql: { precision: 38, scale: 38 },
  duckdb: { precision: 38, scale: 38 },
}

function decimals(engine: TargetEngine, facts: ColumnFacts): Candidate[] {
  const scale = facts.scale
  const precision = Math.max(1, facts.wholeDigits + scale)
  const limit = decimalLimits[engine]
  if (precision > limit.precision || scale > limit.scale) return []
  const refuses = (text: string): Reason => {
    const form = forms.numberForm(text)
    if (!form) return forms.numberReason(text)
    return form.exponent ? 'written with an exponent' : undefined
  }
  const name =
    engine === 'postgres'
      ? 'numeric'
      : engine === 'mysql' || engine === 'mssql'
        ? 'decimal'
        : 'DECIMAL'
  const native = `${name}(${precision},${scale})`
  return [
    {
      native,
      type: { kind: 'decimal', precision, scale },
      refuses,
      bytes: decimalBytes(engine, precision, scale),
    },
  ]
}

function decimalBytes(engine: TargetEngine, precision: number, scale: number): Candidate['bytes'] {
  switch (engine) {
    case 'postgres':
      return (text) => 3 + 2 * Math.ceil(text.replace(/\D/g, '').length / 4 + 0.5)
    case 'mysql': {
      const part = (digits: number) => Math.floor(digits / 9) * 4 + Math.ceil((digits % 9) / 2)
      return fixed(part(precision - scale) + part(scale))
    }
    case 'mssql':
      return fixed(precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17)
    case 'sqlite':
      return (text) => (/\.\d*[1-9]/.test(text) ? 8 : sqliteBytes(text))
    case 'duckdb':
      return fixed(precision <= 4 ? 2 : precision <= 9 ? 4 : precision <= 18 ? 8 : 16)
  }
}

const names: Readonly<Record<TargetEngine, Record<string, string>>> = {
  postgres: {
    boolean: 'boolean',
    date: 'date',
    time: 'time',
    timestamp: 'timestamp',
    timestamptz: 'timestamp with time zone',
    uuid: 'uuid',
    double: 'double precision',
    json: 'json',
  },
  // JSON of MySQL is written anew, so that spaces and the order of keys are lost.
  mysql: {
    date: 'date',
    time: 'time',
    timestamp: 'datetime',
    double: 'double',
    uuid: 'char(36) CHARACTER SET ascii COLLATE ascii_bin',
  },
  // Types of SQLite are those of its numbers; other texts stay as they are.
  sqlite: {
    date: 'DATE',
    time: 'TIME',
    timestamp: 'TIMESTAMP',
    double: 'REAL',
    uuid: 'UUID',
    json: 'JSON TEXT',
  },
  mssql: {
    date: 'date',
    time: 'time',
    timestamp: 'datetime2',
    timestamptz: 'datetimeoffset',
    uuid: '',
    double: 'float',
  },
  duckdb: {
    boolean: 'BOOLEAN',
    date: 'DATE',
    time: 'TIME',
    timestamp: 'TIMESTAMP',
    timestamptz: 'TIMESTAMP WITH TIME ZONE',
    uuid: 'UUID',
    double: 'DOUBLE',
    json: 'JSON',
  },
}

const booleanReason = (text: string): Reason =>
  text === 'true' || text === 'false' ? undefined : 'neither true nor false'

/** Within what every engine keeps: MySQL from the year 1000 on. */
const since1000 = (reason: Reason, text: string): Reason =>
  reason ?? (text < '1000' ? 'before the year 1000' : undefined)

function others(engine: TargetEngine, facts: ColumnFacts): Candidate[] {
  const named = names[engine]
  const list: Candidate[] = []
  const text = engine === 'sqlite'
  const add = (
    key: string,
    type: DataType,
    refuses: Candidate['refuses'],
    bytes: number,
    suffix = '',
  ) => {
    const native = named[key]
    if (native)
      list.push({ native: native + suffix, type, refuses, bytes: text ? utf8 : fixed(bytes) })
  }
  const places = facts.fractionDigits
  const withPlaces =
    engine === 'mysql' && places === 0
      ? ''
      : engine === 'mysql' || engine === 'mssql'
        ? `(${places})`
        : ''
  const mysql = engine === 'mysql'
  add('boolean', { kind: 'boolean' }, booleanReason, 1)
  add(
    'date',
    { kind: 'date' },
    (v) => (mysql ? since1000(forms.dateReason(v), v) : forms.dateReason(v)),
    engine === 'postgres' || engine === 'duckdb' ? 4 : 3,
  )
  add(
    'time',
    { kind: 'time' },
    forms.timeReason,
    mysql ? 3 + Math.ceil(places / 2) : engine === 'mssql' ? 5 : 8,
    withPlaces,
  )
  const stamp = mysql
    ? 5 + Math.ceil(places / 2)
    : engine === 'mssql'
      ? places < 3
        ? 6
        : places < 5
          ? 7
          : 8
      : 8
  add(
    'timestamp',
    { kind: 'timestamp', zone: false },
    (v) =>
      mysql ? since1000(forms.timestampReason(v, false), v) : forms.timestampReason(v, false),
    stamp,
    withPlaces,
  )
  add(
    'timestamptz',
    { kind: 'timestamp', zone: true },
    (v) => forms.timestampReason(v, true),
    engine === 'mssql' ? 10 : 8,
    engine === 'mssql' ? withPlaces : '',
  )
  add('uuid', { kind: 'uuid' }, forms.uuidReason, mysql ? 36 : 16)
  if (engine === 'mssql')
    list.push({
      native: 'char(36)',
      type: { kind: 'text', length: 36 },
      refuses: forms.uuidReason,
      bytes: fixed(36),
    })
  add('double', { kind: 'float', bits: 64 }, doubleReason, 8)
  add('json', { kind: 'json' }, forms.jsonReason, 0)
  return list.map((c) => (c.type.kind === 'json' ? { ...c, bytes: utf8 } : c))
}

/** Up to fifteen digits come back from a double as they were. */
function doubleReason(text: string): Reason {
  const form = forms.numberForm(text)
  if (!form) return forms.numberReason(text)
  const digits = (form.whole + form.fraction).replace(/^0+|0+$/g, '').length
  return digits > 15 ? 'more than fifteen digits' : undefined
}

function texts(engine: TargetEngine, facts: ColumnFacts): Candidate[] {
  const length = Math.max(1, facts.longest)
  const type: DataType = { kind: 'text', length }
  const header = (text: string) =>
    engine === 'postgres'
      ? utf8(text) < 127
        ? 1
        : 4
      : engine === 'mysql'
        ? 4 * length > 255
          ? 2
          : 1
        : engine === 'mssql'
          ? 2
          : 0
  const bytes = (text: string) => utf8(text) + header(text)
  const refuses = (text: string): Reason =>
    engine === 'postgres' && text.includes('\0') ? 'holds a NUL character' : undefined
  const limit = {
    postgres: 10_485_760,
    mysql: 4000,
    sqlite: 1e9,
    mssql: facts.ascii ? 8000 : 4000,
    duckdb: 0,
  }[engine]
  const list: Candidate[] = []
  if (length <= limit) {
    const word = {
      postgres: 'varchar',
      mysql: 'varchar',
      sqlite: 'VARCHAR',
      mssql: facts.ascii ? 'varchar' : 'nvarchar',
      duckdb: '',
    }[engine]
    const wide = engine === 'mssql' && !facts.ascii ? (text: string) => 2 * text.length + 2 : bytes
    list.push({ native: `${word}(${length})`, type, refuses, bytes: wide })
  }
  if (engine === 'mysql' && length <= 16_383)
    list.push({ native: 'text', type: { kind: 'text' }, refuses, bytes })
  const unlimited = {
    postgres: 'text',
    mysql: 'longtext',
    sqlite: 'TEXT',
    mssql: 'nvarchar(max)',
    duckdb: 'VARCHAR',
  }[engine]
  return [
    ...list,
    {
      native: unlimited,
      type: { kind: 'text' },
      refuses,
      bytes: engine === 'mssql' ? (t) => 2 * t.length + 2 : bytes,
    },
  ]
}

/** Types of an engine from the tightest to the widest, for a column with these facts. */
export const ladder = (engine: TargetEngine, facts: ColumnFacts): Candidate[] => {
  const [boolean, rest] = split(others(engine, facts))
  return [
    ...boolean,
    ...integers[engine],
    ...decimals(engine, facts),
    ...rest,
    ...texts(engine, facts),
  ]
}

const split = (list: Candidate[]): [Candidate[], Candidate[]] => [
  list.filter((c) => c.type.kind === 'boolean'),
  list.filter((c) => c.type.kind !== 'boolean'),
]
