import type { DataType } from '../../../nodes/kit/data-type.ts'
import {
  bigint,
  boolean,
  date,
  double,
  text,
  time,
  timestamp,
} from '../../../nodes/kit/data-type.ts'

const kinds: readonly (readonly [RegExp, DataType])[] = [
  [/^(?:bool|bit\b(?!\s*\((?!1\)))|tinyint\(1\))/i, boolean],
  [/^(?:tiny|small|medium|big)?int|^(?:small|big)?serial|^number\(\d+(?:,0)?\)|^integer/i, bigint],
  [/^(?:dec|num|money|smallmoney|real|float|double)/i, double],
  [/^(?:timestamp|datetime|smalldatetime)/i, timestamp],
  [/^date/i, date],
  [/^time/i, time],
  [/char|text|clob|string|enum|^set\b/i, text],
]

/** The nearest of our types to one written in any SQL dialect; undefined for others. */
export const nativeToType = (written: string): DataType | undefined =>
  kinds.find(([pattern]) => pattern.test(written.trim()))?.[1]
