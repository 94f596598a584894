import type { DataType } from '../../nodes/kit/data-type.ts'
import { decimalFromText } from './decimal-from-text.ts'
import { printDuckDbType } from './duckdb-types.ts'

/**
 * DuckDB SQL between a typed value and its canonical text, the form in which values
 * travel over every wire (`runtime/connectors/connector.ts`). NULL stays NULL.
 */
export function toCanonical(sql: string, type: DataType): string {
  switch (type.kind) {
    case 'text':
      return sql
    case 'float':
      return `CASE WHEN isfinite(${sql}) THEN CAST(${sql} AS VARCHAR) WHEN isnan(${sql}) THEN 'NaN' WHEN ${sql} > 0 THEN 'Infinity' WHEN ${sql} < 0 THEN '-Infinity' END`
    case 'binary':
      return `'\\x' || lower(hex(${sql}))`
    case 'list':
    case 'struct':
      return `CAST(to_json(${sql}) AS VARCHAR)`
    case 'date':
      return beforeChrist(sql, 'DATE')
    case 'timestamp':
      return beforeChrist(sql, type.zone ? 'TIMESTAMPTZ' : 'TIMESTAMP')
    default:
      return `CAST(${sql} AS VARCHAR)`
  }
}

/** The inverse of `toCanonical`; text that does not fit the type fails the query. */
export function fromCanonical(sql: string, type: DataType): string {
  switch (type.kind) {
    case 'text':
      return sql
    case 'binary':
      return `unhex(substr(${sql}, 3))`
    case 'list':
    case 'struct':
      return `CAST(CAST(${sql} AS JSON) AS ${printDuckDbType(type)})`
    case 'decimal':
      return decimalFromText(sql, type, 'fail')
    case 'date':
    case 'timestamp':
      return `CAST(CASE WHEN ends_with(${sql}, ' BC') THEN regexp_replace(${sql}, '^([0-9-]+)(.*) BC$', '\\1 (BC)\\2') ELSE ${sql} END AS ${printDuckDbType(type)})`
    default:
      return `CAST(${sql} AS ${printDuckDbType(type)})`
  }
}

/** DuckDB writes “0044-03-15 (BC) 10:00:00”, databases read “0044-03-15 10:00:00 BC”. */
const beforeChrist = (sql: string, type: string) =>
  `CASE WHEN ${sql} >= ${type} '0001-01-01' THEN CAST(${sql} AS VARCHAR) ELSE regexp_replace(CAST(${sql} AS VARCHAR), ' \\(BC\\)(.*)$', '\\1 BC') END`
