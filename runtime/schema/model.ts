import type { DataType } from '../../nodes/kit/data-type.ts'
import type { TableName } from '../../nodes/kit/source.ts'
import type { DialectName } from '../sql/quote.ts'
import type { LossObject } from './loss.ts'

/** Engines whose whole databases we carry. */
export type DatabaseSystem = Exclude<DialectName, 'duckdb'>

/**
 * Everything that belongs to a database's schema, as its catalog states it. Plain JSON:
 * connectors read one, `translate` turns one into that of another engine, `ddl` writes it.
 * Expressions and native types are in the dialect of `system`.
 */
export interface DatabaseSchema {
  readonly system: DatabaseSystem
  /** As the server prints it, e.g. `15.6` or `10.11.6-MariaDB`. */
  readonly version: string
  /** Names of schemas that hold something; `[]` where the engine has none. */
  readonly schemas: readonly string[]
  readonly tables: readonly TableSchema[]
  readonly views: readonly ViewSchema[]
  /** Named types of the database: enums and domains. */
  readonly types: readonly NamedType[]
  /** Sequences that belong to no identity column. */
  readonly sequences: readonly SequenceSchema[]
  /** What is listed in the ledger with its text: triggers, routines, events, policies. */
  readonly others: readonly OtherObject[]
  /** What no statement of ours repeats, not even for the same engine: the ledger tells it. */
  readonly notes?: readonly SchemaNote[] | undefined
}

export interface TableSchema {
  readonly table: TableName
  readonly columns: readonly TableColumn[]
  readonly primaryKey?: KeyConstraint | undefined
  readonly uniques: readonly KeyConstraint[]
  readonly checks: readonly CheckConstraint[]
  readonly foreignKeys: readonly ForeignKey[]
  /** Without those that only serve a primary key or unique constraint above. */
  readonly indexes: readonly IndexSchema[]
  readonly comment?: string | undefined
  readonly collation?: string | undefined
  /** From the engine's statistics; absent where it has none. */
  readonly estimatedRows?: number | undefined
  readonly estimatedBytes?: number | undefined
  /** Rows of partitions are read and written through this table; partitions are no tables. */
  readonly partitioning?: Partitioning | undefined
  /**
   * PostgreSQL's INHERITS. A child is a table with rows of its own, which a SELECT from the
   * parent shows as well: read parents by `FROM ONLY`.
   */
  readonly inherits?: readonly TableName[] | undefined
  /** SQLite's `WITHOUT ROWID`, `STRICT`; PostgreSQL's `UNLOGGED`. */
  readonly options?: readonly string[] | undefined
}

/** In the engine's words. */
export interface Partitioning {
  /** E.g. `RANGE (sold_at)`. */
  readonly by: string
  readonly partitions: readonly Partition[]
}

export interface Partition {
  readonly name: TableName
  /** PostgreSQL: the partition that this one divides. */
  readonly parent?: TableName | undefined
  /** E.g. `FOR VALUES FROM (1) TO (9)`, `VALUES LESS THAN (9)`. */
  readonly bounds: string
  /** How it is divided itself. */
  readonly by?: string | undefined
}

export interface TableColumn {
  readonly name: string
  /** How its values travel. */
  readonly type: DataType
  /** The whole type in the engine's words, e.g. `varchar(40)`, `int(10) unsigned`. */
  readonly nativeType: string
  readonly nullable: boolean
  /** An expression of the engine's dialect, e.g. `'x'::text`, `CURRENT_TIMESTAMP`. */
  readonly default?: string | undefined
  readonly identity?: Identity | undefined
  readonly generated?: { readonly expression: string; readonly stored: boolean } | undefined
  /** MySQL's `ON UPDATE CURRENT_TIMESTAMP`. */
  readonly onUpdate?: string | undefined
  readonly collation?: string | undefined
  readonly charset?: string | undefined
  readonly comment?: string | undefined
  /** Allowed values of an enum or set type, in order. */
  readonly values?: readonly string[] | undefined
  /** The named type it has, where it is one of `DatabaseSchema.types`. */
  readonly namedType?: TableName | undefined
}

/** A number that the engine counts up: identity, AUTO_INCREMENT, serial, INTEGER PRIMARY KEY. */
export interface Identity {
  /** `always` refuses given values unless overridden. */
  readonly generation: 'always' | 'by default'
  readonly start?: string | undefined
  readonly increment?: string | undefined
  /** What the next value would be, where the catalog tells. */
  readonly next?: string | undefined
  /** Bounds that differ from those of the column's type. */
  readonly minimum?: string | undefined
  readonly maximum?: string | undefined
  readonly cycle?: boolean | undefined
  /** PostgreSQL: the sequence behind it. */
  readonly sequence?: TableName | undefined
  /** PostgreSQL: a default that takes from the sequence, not an identity column. */
  readonly serial?: boolean | undefined
  /** SQLite without AUTOINCREMENT: the number of a deleted last row comes again. */
  readonly reusesNumbers?: boolean | undefined
}

export interface KeyConstraint {
  readonly name?: string | undefined
  readonly columns: readonly string[]
  readonly deferrable?: boolean | undefined
  readonly initiallyDeferred?: boolean | undefined
  /** Covering columns. */
  readonly include?: readonly string[] | undefined
  /** PostgreSQL 15: NULLs equal each other. */
  readonly nullsNotDistinct?: boolean | undefined
  /** MySQL: of each column only the first characters count; `null`: all. */
  readonly prefixLengths?: readonly (number | null)[] | undefined
}

export interface CheckConstraint {
  readonly name?: string | undefined
  readonly expression: string
  /** Rows that were there before it may break it. */
  readonly notValid?: boolean | undefined
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

export interface ForeignKey {
  readonly name?: string | undefined
  readonly columns: readonly string[]
  readonly references: TableName
  readonly referencedColumns: readonly string[]
  readonly onDelete: ReferentialAction
  readonly onUpdate: ReferentialAction
  readonly deferrable?: boolean | undefined
  readonly initiallyDeferred?: boolean | undefined
  /** A key that is NULL in some columns only is refused; `simple` accepts it. */
  readonly match?: 'full' | undefined
  /** Rows that were there before it may break it. */
  readonly notValid?: boolean | undefined
}

export interface IndexSchema {
  readonly name: string
  readonly unique: boolean
  readonly method: 'btree' | 'hash' | 'fulltext' | 'spatial' | 'other'
  /** The engine's word where `method` is `other`, e.g. `gin`. */
  readonly nativeMethod?: string | undefined
  readonly parts: readonly IndexPart[]
  /** Covering columns. */
  readonly include: readonly string[]
  /** Condition of a partial index. */
  readonly where?: string | undefined
  /** PostgreSQL 15: NULLs equal each other. */
  readonly nullsNotDistinct?: boolean | undefined
}

export interface IndexPart {
  /** A column, or an expression of the engine's dialect. */
  readonly column?: string | undefined
  readonly expression?: string | undefined
  readonly descending: boolean
  /** MySQL: only the first characters. */
  readonly prefixLength?: number | undefined
  /** PostgreSQL: where it is not the type's default, e.g. `gin_trgm_ops`. */
  readonly operatorClass?: string | undefined
  /** Where it is not the column's. */
  readonly collation?: string | undefined
  /** Where it is not the engine's order for the direction. */
  readonly nulls?: 'first' | 'last' | undefined
}

export interface ViewSchema {
  readonly view: TableName
  readonly columns: readonly string[]
  /** The SELECT, without CREATE VIEW. */
  readonly sql: string
  readonly materialized: boolean
  /** Rows written through the view must be of the view. */
  readonly checkOption?: 'local' | 'cascaded' | undefined
  /** It reads with the rights of who asks, not with those of its owner or definer. */
  readonly securityInvoker?: boolean | undefined
  /** Of a materialised view. */
  readonly indexes?: readonly IndexSchema[] | undefined
  readonly comment?: string | undefined
}

export type NamedType =
  | {
      readonly kind: 'enum'
      readonly name: TableName
      readonly values: readonly string[]
      readonly comment?: string | undefined
    }
  | {
      readonly kind: 'domain'
      readonly name: TableName
      readonly baseType: string
      readonly nullable: boolean
      readonly default?: string | undefined
      readonly collation?: string | undefined
      readonly checks: readonly CheckConstraint[]
      readonly comment?: string | undefined
    }

export interface SequenceSchema {
  readonly name: TableName
  /** PostgreSQL: `bigint`, `integer`, `smallint`. */
  readonly type?: string | undefined
  readonly start: string
  readonly increment: string
  readonly minimum?: string | undefined
  readonly maximum?: string | undefined
  readonly cycle: boolean
  /** What the next value would be. */
  readonly next?: string | undefined
}

export interface OtherObject {
  readonly kind:
    | 'trigger'
    /** PostgreSQL's rewriting of statements. */
    | 'rule'
    | 'routine'
    | 'event'
    | 'policy'
    | 'type'
    | 'extension'
    /** Constraints of no other kind, such as PostgreSQL's EXCLUDE. */
    | 'constraint'
    /** Foreign and virtual tables: their rows are not in the database, or not in rows. */
    | 'virtual table'
  readonly name: TableName
  /** Its table, for triggers, rules and policies. */
  readonly table?: TableName | undefined
  readonly text: string
}

/** A property of one object, in the engine's words. */
export interface SchemaNote {
  readonly kind: /** `text` is the account: of PostgreSQL's owner, of MySQL's DEFINER. */
    | 'owner'
    | 'definer'
    /** `text` is what is granted, e.g. `SELECT, INSERT`, and `account` to whom. */
    | 'privilege'
    /** `text` is the whole statement that says who may what, and not of one object. */
    | 'access'
    /** MySQL, where it is not InnoDB. */
    | 'storage engine'
    /** MySQL: `SELECT *` leaves it out. */
    | 'invisible column'
    /** MariaDB keeps the rows as they were. */
    | 'system versioning'
  readonly object: LossObject
  readonly text: string
  readonly account?: string | undefined
}
