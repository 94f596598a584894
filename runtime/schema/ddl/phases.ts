import type { TableName } from '../../../nodes/kit/source.ts'

/** A statement, and what it makes: progress and errors name that. */
export interface DdlStatement {
  /** One statement without a closing semicolon, unless the engine wants it. */
  readonly sql: string
  readonly object: DdlObject
  /**
   * The same in pieces: one statement that adds several indexes reads the table once, but
   * one bad index fails them all. When `sql` fails, run these one by one instead.
   */
  readonly pieces?: readonly DdlStatement[] | undefined
}

export interface DdlObject {
  readonly kind:
    | 'schema'
    | 'extension'
    | 'type'
    | 'sequence'
    | 'routine'
    | 'table'
    | 'primary key'
    | 'unique'
    | 'index'
    | 'foreign key'
    | 'check'
    | 'constraint'
    | 'view'
    | 'comment'
    | 'statistics'
    | 'trigger'
    | 'rule'
    | 'policy'
    | 'event'
  /** The table it belongs to, or is. */
  readonly table?: TableName | undefined
  readonly name: string
}

/**
 * The statements that make a database, in the order of the phases; rows are loaded between
 * `tables` and `indexes`. Statements of one phase stand in an order that works one by one.
 *
 * SQLite adds no constraints later: keys, uniques, checks and foreign keys are in its CREATE
 * TABLE, so that `PRAGMA foreign_keys` has to be off on every connection that loads.
 */
export interface DdlPhases {
  /** Schemas, extensions, types, sequences, and routines that tables may use. */
  readonly before: readonly DdlStatement[]
  /** CREATE TABLE with columns, defaults, identity, generated columns, checks, primary key. */
  readonly tables: readonly DdlStatement[]
  /**
   * All that builds an index: primary keys left out of `tables`, unique constraints, indexes.
   * Those of different tables may run side by side.
   */
  readonly indexes: readonly DdlStatement[]
  /** Refreshes the statistics of each table. */
  readonly analyse: readonly DdlStatement[]
  /** Foreign keys. Side by side they may deadlock where tables refer to each other. */
  readonly constraints: readonly DdlStatement[]
  /** Puts every counter behind the highest number loaded and behind the source's counter. */
  readonly sequences: readonly DdlStatement[]
  /** Views after the views they read; materialised views are filled. */
  readonly views: readonly DdlStatement[]
  readonly comments: readonly DdlStatement[]
  /** Triggers, policies, events: what must not act while rows are loaded. */
  readonly others: readonly DdlStatement[]
}

export interface DdlOptions {
  /** `late`: primary keys are in `indexes`, where the engine can add one later. */
  readonly primaryKeys?: 'with table' | 'late' | undefined
}

/** In the order in which they run. */
export const phaseNames = [
  'before',
  'tables',
  'indexes',
  'analyse',
  'constraints',
  'sequences',
  'views',
  'comments',
  'others',
] as const satisfies readonly (keyof DdlPhases)[]
