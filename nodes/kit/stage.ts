import type { DatabaseSelection } from './database-selection.ts'
import type { Relation } from './relation.ts'
import type { FileFormat, TableName } from './source.ts'

/** What a node *does* when its inputs have arrived; relations alone only describe. */
export type Stage = WriteStage | GateStage | ProfileStage | MigrateStage

export interface WriteStage {
  readonly kind: 'write'
  readonly input: Relation
  readonly target: Target
}

/**
 * How rows enter a table. All modes load a staging table first and publish it at
 * the end of the run, so nothing half-written is ever visible:
 * `create` fails if the table exists · `create-or-append` creates it if missing ·
 * `append` · `truncate` empties and fills in one transaction · `replace` swaps the
 * whole table · `merge` updates rows with equal key and inserts the others.
 */
export type WriteMode = 'create' | 'create-or-append' | 'append' | 'truncate' | 'replace' | 'merge'

export type Target =
  | {
      readonly kind: 'table'
      readonly connection: string
      readonly table: TableName
      readonly mode: WriteMode
      /** Primary key of a new table, and the match of `merge`. */
      readonly key: readonly string[]
    }
  | {
      readonly kind: 'file'
      readonly path: string
      readonly format: Exclude<FileFormat, 'json'>
      readonly options: {
        readonly delimiter?: string | undefined
        readonly header?: boolean | undefined
        readonly compression?: 'none' | 'gzip' | 'zstd' | 'snappy' | undefined
      }
    }

/** Stops the run, before anything is published, when an expectation does not hold. */
export interface GateStage {
  readonly kind: 'gate'
  readonly input: Relation
  readonly rejected: Relation
  /** More rejected rows than this, or a larger share of the input (0–1), stop the run. */
  readonly maxRejected: {
    readonly rows?: number | undefined
    readonly share?: number | undefined
  }
  /** Each relation has one row and one boolean column, `holds`. */
  readonly expectations: readonly { readonly name: string; readonly relation: Relation }[]
}

/** Computes statistics of every column and keeps them in the run report. */
export interface ProfileStage {
  readonly kind: 'profile'
  readonly input: Relation
}

/** Carries a whole database, or a part of it, into another one. */
export interface MigrateStage {
  readonly kind: 'migrate'
  readonly source: DatabaseSelection
  readonly target: DatabaseTarget
}

export interface DatabaseTarget {
  readonly connection: string
  /** The one schema that everything goes to; empty: as in the source. */
  readonly schema: string
  readonly what: 'everything' | 'schema' | 'data'
  /** What happens to tables that are there already. */
  readonly existing: 'fail' | 'append' | 'replace' | 'merge'
  readonly names: 'keep' | 'snake_case' | 'lower'
  /** Rules for types as the JSON of a cast file; empty: none. */
  readonly casts: string
  /** Chunks loaded, and indexes built, at once; 0: as many as the machine has cores. */
  readonly jobs: number
  /** Compares checksums of all rows afterwards. */
  readonly verify: boolean
  /** SQL of the target's own that runs on it before and after a step. */
  readonly scripts: readonly { readonly place: string; readonly sql: string }[]
}
