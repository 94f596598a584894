import type { DatabaseSystem } from '../../model.ts'
import type { Meaning } from '../types/index.ts'

/** What an expression gives *in the target*. */
export type Kind =
  | 'boolean'
  /** SQL Server's bit: a value, not a condition. */
  | 'bit'
  | 'integer'
  | 'decimal'
  | 'float'
  | 'text'
  | 'enum'
  | 'array'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'instant'
  | 'interval'
  | 'json'
  | 'binary'
  | 'uuid'
  | 'null'
  | 'other'

export interface Column {
  /** The target's name, quoted, with its table where that is needed. */
  readonly sql: string
  readonly name: string
  readonly kind: Kind
  /** Fractional digits, of numbers and times. */
  readonly scale?: number | undefined
  /** The source compares it without regard to case. */
  readonly caseless?: boolean | undefined
  /** SQLite makes a text of a number that is compared with it. */
  readonly textAffinity?: boolean | undefined
  /** It has blanks at its end that the source does not compare, but the target would. */
  readonly padded?: boolean | undefined
}

export interface Relation {
  /** The name by which columns refer to it; undefined in a table's own expressions. */
  readonly alias?: string | undefined
  /** By lower-case source name, in order. */
  readonly columns: ReadonlyMap<string, Column>
  /** Sets of columns of which each is unique and not NULL. */
  readonly keys: readonly (readonly string[])[]
  /** Columns that USING made one with those of a relation before. */
  readonly merged?: ReadonlySet<string> | undefined
}

export interface Scope {
  readonly from: DatabaseSystem
  readonly to: DatabaseSystem
  readonly relations: readonly Relation[]
  readonly outer?: Scope | undefined
  /** Finds a table or view of the schema by its source name; `only` without what inherits. */
  readonly findRelation: (path: readonly string[], only?: boolean) => FoundRelation | undefined
  /** What the reader of the ledger should know although it is translated. */
  readonly notes: Set<string>
}

export interface FoundRelation extends Relation {
  /** The target's whole name, quoted. */
  readonly sql: string
}

export function kindOf(meaning: Meaning, to: DatabaseSystem): { kind: Kind; scale?: number } {
  switch (meaning.kind) {
    case 'boolean':
      return { kind: to === 'postgres' ? 'boolean' : to === 'mssql' ? 'bit' : 'integer' }
    case 'integer':
      return { kind: 'integer', scale: 0 }
    case 'decimal':
      return meaning.scale === undefined && meaning.precision === undefined
        ? { kind: 'decimal' }
        : { kind: 'decimal', scale: meaning.scale ?? 0 }
    case 'float':
    case 'text':
    case 'date':
    case 'uuid':
    case 'interval':
    case 'json':
    case 'binary':
      return { kind: meaning.kind }
    case 'time':
      return { kind: meaning.zone ? 'other' : 'time', scale: meaning.precision }
    case 'timestamp':
      return { kind: meaning.zone === 'none' ? 'timestamp' : 'instant', scale: meaning.precision }
    case 'enum':
      return { kind: to === 'postgres' || to === 'mysql' ? 'enum' : 'text' }
    case 'array':
      return { kind: 'array' }
    case 'xml':
    case 'set':
    case 'geometry':
    case 'rowversion':
    case 'own':
    case 'bits':
      return { kind: meaning.kind === 'set' && to !== 'postgres' ? 'text' : 'other' }
  }
}
