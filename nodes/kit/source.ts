import type { Schema } from './schema.ts'

/** A table by its place in the catalog; `schema` is absent where the system has none. */
export interface TableName {
  readonly schema?: string | undefined
  readonly name: string
}

export type FileFormat = 'csv' | 'json' | 'ndjson' | 'parquet'

/** How to read files; every absent option is detected from the first file. */
export interface FileOptions {
  readonly delimiter?: string | undefined
  readonly quote?: string | undefined
  readonly escape?: string | undefined
  readonly header?: boolean | undefined
  /** An encoding name such as `utf-8`, `latin1`, `windows-1252`, `utf-16le`. */
  readonly encoding?: string | undefined
  /** Texts that mean NULL, besides the empty unquoted field. */
  readonly nullTexts?: readonly string[] | undefined
  /** Lines to skip before the header. */
  readonly skipLines?: number | undefined
  /** `detect` (default) or `text`: every CSV column as text. */
  readonly types?: 'detect' | 'text' | undefined
  /** JSON: where the records are, e.g. `data.orders`; absent: the top level. */
  readonly recordsPath?: string | undefined
  /** Name of an added column that holds each row's file name. */
  readonly fileNameColumn?: string | undefined
  /** How several files are put together: by column name (default) or by position. */
  readonly combine?: 'name' | 'position' | undefined
}

/** Where the rows of a scan come from. Plain JSON, so that it can be a map key. */
export type Source =
  | { readonly kind: 'table'; readonly connection: string; readonly table: TableName }
  | { readonly kind: 'query'; readonly connection: string; readonly sql: string }
  | {
      readonly kind: 'files'
      /** A path, a glob, or `upload:<id>`; relative to the pipeline's folder. */
      readonly path: string
      readonly format: FileFormat
      readonly options: FileOptions
    }

/** The columns of sources, read beforehand by the host; keyed by `sourceKey`. */
export type SourceSchemas = ReadonlyMap<string, Schema>

export const sourceKey = (source: Source): string => JSON.stringify(source)

export const formatTable = (table: TableName): string =>
  table.schema ? `${table.schema}.${table.name}` : table.name
