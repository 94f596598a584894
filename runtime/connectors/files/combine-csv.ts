import type { DataType } from '../../../nodes/kit/data-type.ts'
import { bigint, double, sameType, text } from '../../../nodes/kit/data-type.ts'
import type { Column, Schema } from '../../../nodes/kit/schema.ts'
import { column, findColumn } from '../../../nodes/kit/schema.ts'
import { MigrateError } from '../../error.ts'
import { printDuckDbType } from '../../sql/duckdb-types.ts'
import { quoteName } from '../../sql/quote.ts'
import type { CsvFile } from './csv.ts'
import { fileNameColumn, readCsv } from './csv.ts'

export interface NamedCsvFile extends CsvFile {
  readonly path: string
}

const name = (value: string) => quoteName(value, 'duckdb')

/** One schema for several files: all columns by name, or those of the first by position. */
export function combinedSchema(files: readonly CsvFile[], combine: 'name' | 'position'): Schema {
  const [first, ...others] = files
  if (!first) return []
  if (others.length === 0) return first.schema
  if (combine === 'position') {
    const odd = others.find((f) => f.schema.length !== first.schema.length)
    if (odd)
      throw new MigrateError(
        'FILE_MALFORMED',
        'The files do not have the same number of columns.',
        {
          hint: 'Combine them by column name instead.',
        },
      )
    return first.schema.map((c, i) => ({
      ...c,
      type: common(files.map((f) => f.schema[i]?.type ?? c.type)),
    }))
  }
  const columns: Column[] = []
  for (const { schema } of files)
    for (const c of schema)
      if (!findColumn(columns, c.name)) columns.push(column(c.name, commonAt(files, c.name)))
  return columns
}

const commonAt = (files: readonly CsvFile[], wanted: string) =>
  common(files.flatMap((f) => findColumn(f.schema, wanted)?.type ?? []))

/** Equal types stay, numbers become the wider number, everything else text. */
function common(types: readonly DataType[]): DataType {
  const [first = text] = types
  if (types.every((t) => sameType(t, first))) return first
  if (types.every((t) => t.kind === 'integer')) return bigint
  if (types.every((t) => t.kind === 'integer' || t.kind === 'float')) return double
  return text
}

/** The FROM item over all files: one `read_csv` for each group that is read the same way. */
export function combineCsv(
  files: readonly NamedCsvFile[],
  schema: Schema,
  combine: 'name' | 'position',
  fileName: string | undefined,
): string {
  const groups = new Map<string, NamedCsvFile[]>()
  for (const file of files) {
    const key = JSON.stringify([file.dialect, file.schema.map((c) => c.name)])
    groups.set(key, [...(groups.get(key) ?? []), file])
  }
  const selects = [...groups.values()].map((group) => {
    const [first] = group as [NamedCsvFile]
    const own = first.schema.map((c, i) => {
      const wide = combine === 'position' ? schema[i] : findColumn(schema, c.name)
      return { ...c, type: wide?.type ?? c.type }
    })
    const list = schema.map((c, i) => {
      const source = combine === 'position' ? own[i] : findColumn(own, c.name)
      const value = source ? name(source.name) : `CAST(NULL AS ${printDuckDbType(c.type)})`
      return `${value} AS ${name(c.name)}`
    })
    if (fileName) list.push(`parse_filename(${fileNameColumn}) AS ${name(fileName)}`)
    const paths = group.map((f) => f.path)
    const from = readCsv(paths, { ...first, schema: own }, fileName !== undefined)
    return `SELECT ${list.join(', ')} FROM ${from}`
  })
  return `(${selects.join(' UNION ALL ')})`
}
