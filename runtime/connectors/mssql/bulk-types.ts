import type { ByteWriter } from './byte-writer.ts'
import type { NativeType } from './types.ts'
import { lengthOf, typeName } from './types.ts'
import {
  daysToUnixEpoch,
  parseBinary,
  parseBoolean,
  parseDate,
  parseDecimal,
  parseFloatText,
  parseInteger,
  parseMoment,
  parseShortDecimal,
  parseTime,
  parseUuid,
} from './values.ts'

/** How the values of a type lie in a bulk load; [MS-TDS] 2.2.5.4 and 2.2.5.5. */
export interface BulkType {
  /** In the words of INSERT BULK. */
  readonly declaration: string
  /** TYPE_INFO; `collation` is the database's. */
  typeInfo(collation: Buffer): Buffer
  putNull(out: ByteWriter): void
  /** False where the text is no such value: then nothing was written. */
  put(out: ByteWriter, text: string): boolean
}

/** Types whose length is one byte, 0 for NULL. */
const short = (
  declaration: string,
  info: readonly number[],
  put: (out: ByteWriter, text: string) => boolean,
): BulkType => ({
  declaration,
  typeInfo: () => Buffer.from(info),
  putNull: (out) => out.u8(0),
  put,
})

const shortInteger = /^-?\d{1,9}$/

const integer = (declaration: string, width: number, min: bigint, max: bigint): BulkType =>
  short(declaration, [0x26, width], (out, text) => {
    const number = shortInteger.test(text) ? Number(text) : undefined
    const value =
      number !== undefined && number >= min && number <= max ? number : parseInteger(text, min, max)
    if (value === undefined) return false
    out.u8(width)
    if (width === 8) out.big(BigInt(value), 8)
    else if (width === 1) out.u8(Number(value))
    else out.int(Number(value), width)
    return true
  })

const integers: Readonly<Record<string, BulkType>> = {
  tinyint: integer('tinyint', 1, 0n, 255n),
  smallint: integer('smallint', 2, -(2n ** 15n), 2n ** 15n - 1n),
  int: integer('int', 4, -(2n ** 31n), 2n ** 31n - 1n),
  bigint: integer('bigint', 8, -(2n ** 63n), 2n ** 63n - 1n),
}

const bit = short('bit', [0x68, 1], (out, text) => {
  const value = parseBoolean(text)
  if (value === undefined) return false
  out.u8(1)
  out.u8(value ? 1 : 0)
  return true
})

const floats = (declaration: string, width: 4 | 8): BulkType =>
  short(declaration, [0x6d, width], (out, text) => {
    const value = parseFloatText(text)
    if (value === undefined || (width === 4 && !Number.isFinite(Math.fround(value)))) return false
    out.u8(width)
    if (width === 4) out.float(value)
    else out.double(value)
    return true
  })

const decimalWidth = (precision: number) =>
  precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17

function decimal(native: NativeType): BulkType {
  const { precision, scale } = native
  const width = decimalWidth(precision)
  const id = native.base === 'numeric' ? 0x6c : 0x6a
  return short(typeName(native), [id, width, precision, scale], (out, text) => {
    const units = parseShortDecimal(text, precision, scale)
    if (units !== undefined) {
      out.u8(width)
      out.u8(units < 0 ? 0 : 1)
      out.whole(Math.abs(units), width - 1)
      return true
    }
    const value = parseDecimal(text, precision, scale)
    if (value === undefined) return false
    out.u8(width)
    out.u8(value < 0n ? 0 : 1)
    out.big(value < 0n ? -value : value, width - 1)
    return true
  })
}

const money = (declaration: string, width: 4 | 8): BulkType =>
  short(declaration, [0x6e, width], (out, text) => {
    const value = parseDecimal(text, 19, 4)
    if (value === undefined || BigInt.asIntN(width * 8, value) !== value) return false
    out.u8(width)
    if (width === 4) out.int(Number(value), 4)
    else {
      // The more significant half comes first.
      out.big(value >> 32n, 4)
      out.big(value & 0xffff_ffffn, 4)
    }
    return true
  })

const date = short('date', [0x28], (out, text) => {
  const days = parseDate(text) ?? parseMoment(text, 0)?.days
  if (days === undefined) return false
  out.u8(3)
  out.uint(days, 3)
  return true
})

const timeWidth = (scale: number) => (scale <= 2 ? 3 : scale <= 4 ? 4 : 5)

const time = (scale: number): BulkType =>
  short(`time(${scale})`, [0x29, scale], (out, text) => {
    const ticks = parseTime(text, scale)
    if (ticks === undefined) return false
    out.u8(timeWidth(scale))
    // A time that rounds up to midnight stays on its day.
    out.uint(Math.min(ticks, 86_400 * 10 ** scale - 1), timeWidth(scale))
    return true
  })

const datetime2 = (scale: number): BulkType =>
  short(`datetime2(${scale})`, [0x2a, scale], (out, text) => {
    const moment = parseMoment(text, scale)
    if (!moment) return false
    out.u8(timeWidth(scale) + 3)
    out.uint(moment.ticks, timeWidth(scale))
    out.uint(moment.days, 3)
    return true
  })

const datetimeoffset = (scale: number): BulkType =>
  short(`datetimeoffset(${scale})`, [0x2b, scale], (out, text) => {
    const moment = parseMoment(text, scale)
    if (!moment) return false
    out.u8(timeWidth(scale) + 5)
    out.uint(moment.ticks, timeWidth(scale))
    out.uint(moment.days, 3)
    out.int(0, 2)
    return true
  })

/** Days from 0001-01-01 to 1900-01-01, and the first day of datetime. */
const to1900 = daysToUnixEpoch - 25_567
const first1753 = 639_905

const datetime = short('datetime', [0x6f, 8], (out, text) => {
  const moment = parseMoment(text, 7)
  if (!moment) return false
  const ticks = Math.round(moment.ticks * 3e-5)
  const days = moment.days + (ticks === 25_920_000 ? 1 : 0)
  if (days < first1753 || days > 3_652_058) return false
  out.u8(8)
  out.int(days - to1900, 4)
  out.uint(ticks % 25_920_000, 4)
  return true
})

const smalldatetime = short('smalldatetime', [0x6f, 4], (out, text) => {
  const moment = parseMoment(text, 3)
  if (!moment) return false
  // 29.998 seconds go down, 29.999 up.
  const minutes = Math.floor((moment.ticks + 30_001) / 60_000)
  const days = moment.days - to1900 + (minutes === 1440 ? 1 : 0)
  if (days < 0 || days > 65_535) return false
  out.u8(4)
  out.uint(days, 2)
  out.uint(minutes % 1440, 2)
  return true
})

const uniqueidentifier = short('uniqueidentifier', [0x24, 16], (out, text) => {
  const bytes = parseUuid(text)
  if (!bytes) return false
  out.u8(16)
  out.bytes(bytes)
  return true
})

/** Types whose length is two bytes, 0xffff for NULL. */
const long = (
  declaration: string,
  info: (collation: Buffer) => Buffer,
  put: (out: ByteWriter, text: string) => boolean,
): BulkType => ({
  declaration,
  typeInfo: info,
  putNull: (out) => out.uint(0xffff, 2),
  put,
})

const head = (id: number, bytes: number) => Buffer.from([id, bytes & 255, bytes >> 8])

function characters(native: NativeType): BulkType {
  const length = lengthOf(native) ?? 0
  const fixed = native.base === 'nchar'
  const id = fixed ? 0xef : 0xe7
  return long(
    typeName(native),
    (collation) => Buffer.concat([head(id, length * 2), collation]),
    (out, given) => {
      const text = given.length > length ? given.replace(/ +$/, '') : given
      if (text.length > length) return false
      out.uint((fixed ? length : text.length) * 2, 2)
      out.utf16(text)
      if (fixed) for (let i = text.length; i < length; i++) out.uint(0x20, 2)
      return true
    },
  )
}

function bytes(native: NativeType): BulkType {
  const length = lengthOf(native) ?? 0
  const fixed = native.base === 'binary'
  return long(
    typeName(native),
    () => head(fixed ? 0xad : 0xa5, length),
    (out, text) => {
      const value = parseBinary(text)
      if (!value || value.length > length) return false
      out.uint(fixed ? length : value.length, 2)
      out.bytes(value)
      if (fixed) out.fill(0, length - value.length)
      return true
    },
  )
}

/** `(max)` types come in parts of a length that nobody has to know before. */
const partial = (
  declaration: string,
  info: (collation: Buffer) => Buffer,
  body: (out: ByteWriter, text: string) => boolean,
): BulkType => ({
  declaration,
  typeInfo: info,
  putNull: (out) => out.fill(0xff, 8),
  put: body,
})

const startPartial = (out: ByteWriter, length: number) => {
  out.u8(0xfe)
  out.fill(0xff, 7)
  if (length > 0) out.uint(length, 4)
}

export const maxCharacters = partial(
  'nvarchar(max)',
  (collation) => Buffer.concat([head(0xe7, 0xffff), collation]),
  (out, text) => {
    startPartial(out, text.length * 2)
    out.utf16(text)
    out.uint(0, 4)
    return true
  },
)

/** For a column of a code page: more characters than it has bytes never fit. */
export const charactersUpTo = (length: number): BulkType => ({
  ...maxCharacters,
  put(out, given) {
    const text = given.length > length ? given.replace(/ +$/, '') : given
    return text.length <= length && maxCharacters.put(out, text)
  },
})

export const maxBytes = partial(
  'varbinary(max)',
  () => head(0xa5, 0xffff),
  (out, text) => {
    const value = parseBinary(text)
    if (!value) return false
    startPartial(out, value.length)
    out.bytes(value)
    out.uint(0, 4)
    return true
  },
)

/** Undefined for types that INSERT BULK takes in a form of its own, or not at all. */
export function bulkTypeOf(native: NativeType): BulkType | undefined {
  const { base, scale } = native
  switch (base) {
    case 'bit':
      return bit
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return integers[base]
    case 'real':
      return floats('real', 4)
    case 'float':
      return floats('float', 8)
    case 'decimal':
    case 'numeric':
      return decimal(native)
    case 'money':
      return money('money', 8)
    case 'smallmoney':
      return money('smallmoney', 4)
    case 'date':
      return date
    case 'time':
      return time(scale)
    case 'datetime2':
      return datetime2(scale)
    case 'datetimeoffset':
      return datetimeoffset(scale)
    case 'datetime':
      return datetime
    case 'smalldatetime':
      return smalldatetime
    case 'uniqueidentifier':
      return uniqueidentifier
    case 'nchar':
      return characters(native)
    case 'nvarchar':
      return lengthOf(native) === undefined ? maxCharacters : characters(native)
    case 'binary':
      return bytes(native)
    case 'varbinary':
      return lengthOf(native) === undefined ? maxBytes : bytes(native)
    default:
      return undefined
  }
}
