import type { Readable, Writable } from 'node:stream'
import type { z } from 'zod'
import type { Column, Schema } from '../../nodes/kit/schema.ts'
import type { Source, TableName } from '../../nodes/kit/source.ts'
import type { WriteMode } from '../../nodes/kit/stage.ts'
import type { ErrorData } from '../report.ts'
import type { DatabaseSchema } from '../schema/model.ts'
import type { Count } from '../schema/translate/types/difference.ts'

/**
 * How rows travel as bytes. In every format a value is its *canonical text*:
 * booleans `true`/`false` · numbers in decimal, `NaN`, `Infinity`, `-Infinity` ·
 * `YYYY-MM-DD` · `HH:MM:SS[.ffffff]` · `YYYY-MM-DD HH:MM:SS[.ffffff]`, with zone in
 * UTC and followed by `+00` · binary as `\x` and lower-case hex · JSON, lists and
 * structs as JSON text. A source writes canonical text, a sink accepts it.
 *
 * - `csv`: comma, LF, every value in double quotes (doubled inside), NULL is nothing
 *   between the commas; no header. What DuckDB reads.
 * - `text`: tab, LF, backslash escapes, NULL is `\N`: PostgreSQL's COPY text format and
 *   the default of LOAD DATA. A raw LF always ends a row.
 * - `json`: one JSON array of texts and nulls per line.
 * - `pg-binary`: PostgreSQL's COPY BINARY, between PostgreSQL servers only.
 */
export type WireFormat = 'csv' | 'text' | 'json' | 'pg-binary'

export type System = 'postgres' | 'mysql' | 'mssql' | 'sqlite' | 'files'

/** A named, credentialed endpoint. `settings` fit the connector's `settings` schema. */
export interface Connection {
  readonly name: string
  readonly system: System
  readonly settings: unknown
}

/** One endpoint system. Stateless; sessions hold the state. */
export interface Connector<Settings = unknown> {
  readonly system: System
  readonly title: string
  /** Strict object; secrets carry `.meta(field({ secret: true, … }))`. */
  readonly settings: z.ZodType<Settings>
  /** URL schemes such as `postgres:`; `parseUrl` turns such a URL into settings. */
  readonly schemes: readonly string[]
  readonly parseUrl: (url: URL) => Settings
  /** Settings without secrets as one line, for lists and reports. */
  readonly describe: (settings: Settings) => string
  /** Steps in order, each as it ends; stops after the first failure. */
  readonly test: (settings: Settings, signal: AbortSignal) => AsyncIterable<TestStep>
  readonly open: (settings: Settings, signal?: AbortSignal) => Promise<Session>
}

export interface TestStep {
  readonly step: 'resolve' | 'connect' | 'tls' | 'login' | 'privileges' | 'read'
  readonly ok: boolean
  readonly milliseconds: number
  /** What was found, or what went wrong and what to do. */
  readonly detail: string
  readonly error?: ErrorData
}

export interface CatalogTable {
  readonly table: TableName
  readonly kind: 'table' | 'view'
  /** From statistics where the system has them. */
  readonly estimatedRows?: number | undefined
  readonly columns: readonly CatalogColumn[]
  readonly primaryKey: readonly string[]
}

export interface CatalogColumn extends Column {
  /** The system's own name of the type, e.g. `varchar(40)`. */
  readonly nativeType: string
}

/** An open endpoint. Sessions may hold several physical connections. */
export interface Session {
  readonly system: System
  /** Tables and views the login can see, without ours (`_migrateiq…`) and the system's. */
  catalog(): Promise<readonly CatalogTable[]>
  /**
   * Everything that belongs to the database's schema, or to the named schemas of it; absent
   * where there is no database.
   */
  database?(options?: { readonly schemas?: readonly string[] | undefined }): Promise<DatabaseSchema>
  /** Columns of a table or of a query's result; throws MigrateError `TABLE_NOT_FOUND` … */
  schemaOf(source: Source): Promise<Schema>
  /** A reader of one table, query or printed SQL; `null` in `estimate` where unknown. */
  reader(request: ReadRequest): Promise<Reader>
  /** Where rows are to go. Creates nothing yet. */
  sink(request: SinkRequest): Promise<Sink>
  /**
   * Makes the staged rows of several of this session's sinks visible in one transaction, at
   * whose end the foreign keys among them hold, even if they refer to each other in a circle.
   * Parents come first as far as there are any. Idempotent. Absent where only one at a time goes.
   */
  publishTogether?(sinks: readonly Sink[]): Promise<readonly { readonly rows: number }[]>
  /**
   * Runs statements of the system's own SQL in their order on one connection and gives the
   * rows of the last one. `settings` hold for these statements only. `atomic`: all or
   * nothing, where the system can undo such statements. Absent where there is no SQL.
   */
  execute?(statements: readonly string[], options?: ExecuteOptions): Promise<TextRows>
  /** One state of the data for several readers. Absent where there is no SQL. */
  snapshot?(request: SnapshotRequest): Promise<Snapshot>
  /** Stops whatever runs on this session at once, on the server too. */
  cancel(): Promise<void>
  close(): Promise<void>
}

/** Rows of a query, every value as the system's own text. */
export type TextRows = readonly (readonly (string | null)[])[]

export interface ExecuteOptions {
  readonly atomic?: boolean | undefined
  /**
   * `build`: as much memory for building indexes as is decent, constraints over loaded rows
   * are taken as they are where checking would copy the table. `compare`: the same, and keys
   * of two tables are compared in their order.
   */
  readonly settings?: 'build' | 'compare' | undefined
}

export interface SnapshotRequest {
  /** What will be read; some systems have to lock these for the moment of the snapshot. */
  readonly tables: readonly TableName[]
  /** How many readers shall work side by side. */
  readonly links: number
}

export interface Snapshot {
  /** How many reads really run side by side; the others wait. */
  readonly links: number
  /** What this system or login could not promise, as a sentence. */
  readonly note?: string | undefined
  reader(request: ReadRequest): Promise<Reader>
  /** Rows of a query in this state. */
  query(sql: string): Promise<TextRows>
  close(): Promise<void>
}

export interface ReadRequest {
  /** What to read: a table, the user's query, or SQL printed by us in this dialect. */
  readonly source: Source | { readonly kind: 'sql'; readonly sql: string; readonly schema: Schema }
  /** The columns to read, a subset of its schema, in this order. */
  readonly columns: Schema
  /** Only the first rows, for previews. */
  readonly limit?: number | undefined
  /**
   * Columns the source computes, by name: SQL of its dialect for the text that travels,
   * made from SQL for the column's canonical text.
   */
  readonly computed?: ReadonlyMap<string, (text: string) => string> | undefined
  /** A condition in the source's own SQL that its rows must meet. */
  readonly where?: string | undefined
  /** For a table of the same system: what other systems have no form for stays as it is. */
  readonly sameSystem?: boolean | undefined
  /** What a value of these columns might be; a reader may see in passing that none is. */
  readonly doubts?: readonly Doubt[] | undefined
}

export interface Doubt {
  readonly id: string
  readonly column: string
  readonly about: Count
}

/**
 * Column types in a system's own words, in the order of the columns. A reader that can
 * write `pg-binary` tells the types its columns then have. The engine hands them to the
 * sink when the reader's rows go there unchanged: a new table then gets exactly these
 * types, and the sink lists `pg-binary` where the target's types accept those bytes.
 */
export interface NativeTypes {
  readonly system: System
  readonly types: readonly string[]
}

export interface Reader {
  /** Formats this source can write, best first. */
  readonly formats: readonly WireFormat[]
  readonly native?: NativeTypes | undefined
  /** Rows to expect, from statistics or a cheap count. */
  estimate(): Promise<number | null>
  /**
   * Splits into half-open ranges of a key such that each holds about `rows` rows; one
   * range without bounds where there is no usable key. Deterministic for equal data, given
   * `known`, the ids of the ranges that an earlier attempt has brought in.
   */
  ranges(rows: number, known?: readonly string[]): Promise<readonly KeyRange[]>
  /**
   * Writes the rows of a range to `output` and ends it. All ranges of one reader see the
   * same snapshot where the system has snapshots.
   * Resolves with the rows written (exact), and the ids of the doubts that no value of the
   * range gives cause for; a doubt that is not among them has to be asked in SQL.
   */
  read(options: {
    readonly range: KeyRange
    readonly format: WireFormat
    readonly output: Writable
    readonly signal: AbortSignal
  }): Promise<{ rows: number; cleared?: ReadonlySet<string> }>
  close(): Promise<void>
}

/**
 * `from < key ≤ to`, bounds as canonical text; absent bounds are open. Plain JSON. The id
 * names the bounds: when the source has changed so much that it splits elsewhere, the ids
 * differ from those a sink has committed, and the load has to start over.
 */
export interface KeyRange {
  readonly id: string
  readonly column?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface SinkRequest {
  readonly table: TableName
  /** Columns in the order in which rows will come. */
  readonly columns: Schema
  readonly mode: WriteMode
  readonly key: readonly string[]
  /** Names this load: `<fingerprint>:<node>`. An equal name with `resume` goes on. */
  readonly load: string
  readonly resume: boolean
  /** The reader's `native`, where its rows come straight. */
  readonly native?: NativeTypes | undefined
  /**
   * The table exists, is new and empty, and nobody reads it yet: chunks go straight into
   * it, without staging, each still in one transaction with its checkpoint. Starting over
   * and `discard` empty it. Mode is `append`.
   */
  readonly direct?: boolean | undefined
  /** The rows come from a reader that was asked for the same system's form. */
  readonly sameSystem?: boolean | undefined
}

/**
 * One load into one table, exactly once: chunks go to a staging table, each in one
 * transaction with its row in `_migrateiq_checkpoint`; `publish` makes them visible.
 */
export interface Sink {
  /** Formats it accepts, best first. */
  readonly formats: readonly WireFormat[]
  /** Creates staging table and checkpoint rows, claims the load (new epoch). */
  prepare(): Promise<{
    readonly committed: ReadonlyMap<string, number>
    readonly published: boolean
  }>
  /**
   * Writes one chunk and its checkpoint in one transaction. `rows` is the whole chunk as
   * bytes. May be called concurrently. Fenced (`LOAD_TAKEN_OVER`) when another process
   * has claimed the load since.
   */
  write(chunk: {
    readonly id: string
    readonly format: WireFormat
    readonly rows: Readable
    readonly signal: AbortSignal
  }): Promise<{ rows: number }>
  /** Makes the staged rows visible at once; idempotent. Returns rows in the load. */
  publish(): Promise<{ rows: number }>
  /** Drops staging table and checkpoint rows of this load. */
  discard(): Promise<void>
  close(): Promise<void>
}
