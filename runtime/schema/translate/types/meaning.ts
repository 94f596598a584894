import type { DataType } from '../../../../nodes/kit/data-type.ts'
import * as t from '../../../../nodes/kit/data-type.ts'
import type { DatabaseSystem } from '../../model.ts'

/**
 * What a column type means, whatever engine says it: finer than `DataType`, which only says
 * how values travel. Readers turn native types into it, writers turn it into native types,
 * and `compare` tells what one lacks of another.
 */
export type Meaning =
  | { readonly kind: 'boolean' }
  | {
      readonly kind: 'integer'
      readonly bits: 8 | 16 | 24 | 32 | 64
      readonly unsigned: boolean
      /** MySQL's YEAR: 0 and 1901 to 2155. */
      readonly year?: boolean | undefined
    }
  /** Without a precision: any number of digits. */
  | {
      readonly kind: 'decimal'
      readonly precision?: number | undefined
      readonly scale?: number | undefined
      readonly unsigned?: boolean | undefined
      readonly money?: boolean | undefined
    }
  | { readonly kind: 'float'; readonly bits: 32 | 64 }
  /** `travels`: as the number they make, or as the digits 0 and 1. */
  | {
      readonly kind: 'bits'
      readonly length?: number | undefined
      readonly varying: boolean
      readonly travels: 'number' | 'digits'
    }
  | {
      readonly kind: 'text'
      /** Most characters. */
      readonly length?: number | undefined
      /** Most bytes, where the engine counts those. */
      readonly bytes?: number | undefined
      /** `padded`: filled up with blanks; `stripped`: blanks at the end are lost. */
      readonly fixed?: 'padded' | 'stripped' | undefined
      readonly caseless?: boolean | undefined
    }
  | {
      readonly kind: 'binary'
      readonly length?: number | undefined
      readonly fixed?: boolean | undefined
    }
  | { readonly kind: 'date' }
  /** `long`: MySQL's, from -838:59:59 to 838:59:59. */
  | {
      readonly kind: 'time'
      readonly precision: number
      readonly zone: boolean
      readonly long?: boolean | undefined
    }
  /** `zone`: `utc` an instant, `offset` an instant that keeps its offset. */
  | {
      readonly kind: 'timestamp'
      readonly precision: number
      readonly zone: 'none' | 'utc' | 'offset'
    }
  | { readonly kind: 'interval' }
  | { readonly kind: 'uuid' }
  /** `text`: kept as written; else keys are sorted and blanks dropped. */
  | { readonly kind: 'json'; readonly text: boolean }
  | { readonly kind: 'xml' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'set'; readonly values: readonly string[] }
  | { readonly kind: 'array'; readonly item: Meaning; readonly itemType: string }
  /** Travels as WKT where `wkt`. */
  | { readonly kind: 'geometry'; readonly shape: string; readonly wkt: boolean }
  /** SQL Server's row version: the engine writes it. */
  | { readonly kind: 'rowversion' }
  /** A type of this engine alone; travels as its own text of at most `length` characters. */
  | { readonly kind: 'own'; readonly name: string; readonly length?: number | undefined }

export type MeaningKind = Meaning['kind']

/** A native type and what it means; what writers give. */
export interface TargetType {
  readonly nativeType: string
  readonly meaning: Meaning
  /** Allowed values that the type itself lists (MySQL's enum and set). */
  readonly values?: readonly string[] | undefined
  /** A named type to be made: PostgreSQL's enums. `array`: the column holds several. */
  readonly named?: { readonly values: readonly string[]; readonly array: boolean } | undefined
  /** Allowed values, or JSON, that a check must hold because the type does not. */
  readonly check?: 'values' | 'json' | undefined
  readonly collation?: string | undefined
}

/** What a writer knows of a column besides its meaning. */
export interface WriterContext {
  readonly from: DatabaseSystem
  /** In a primary key, unique constraint or foreign key: how many texts stand in its longest. */
  readonly keyParts: number
  readonly identity: boolean
  readonly mariadb: boolean
  /** `[10, 11]` of `10.11.6-MariaDB`; empty: unknown. */
  readonly version: readonly number[]
}

/** How values of a type travel, as the connectors' own `dataTypeOf` say. */
export function travelType(meaning: Meaning, system: DatabaseSystem): DataType {
  switch (meaning.kind) {
    case 'boolean':
    case 'date':
    case 'interval':
    case 'uuid':
    case 'json':
      return { kind: meaning.kind }
    case 'integer':
      return integerTravel(meaning.bits, meaning.unsigned)
    case 'decimal':
      return decimalTravel(meaning.precision, meaning.scale, system)
    case 'float':
      return { kind: 'float', bits: meaning.bits }
    case 'bits':
      if (meaning.travels === 'digits') return t.text
      return (meaning.length ?? 1) < 64 ? t.bigint : t.decimal(20, 0)
    case 'text':
      return meaning.length === undefined ? t.text : { kind: 'text', length: meaning.length }
    case 'binary':
    case 'rowversion':
      return t.binary
    case 'time':
      return meaning.zone ? t.text : t.time
    case 'timestamp':
      return meaning.zone === 'none' ? t.timestamp : t.timestamptz
    case 'array':
      return t.list(travelType(meaning.item, system))
    case 'enum':
    case 'set':
    case 'xml':
    case 'geometry':
    case 'own':
      return t.text
  }
}

function integerTravel(bits: number, unsigned: boolean): DataType {
  if (bits === 64) return unsigned ? t.decimal(20, 0) : t.bigint
  if (bits === 32) return unsigned ? t.bigint : t.integer
  if (bits === 24) return t.integer
  if (bits === 16) return unsigned ? t.integer : { kind: 'integer', bits: 16 }
  return { kind: 'integer', bits: unsigned ? 16 : 8 }
}

function decimalTravel(
  precision: number | undefined,
  scale: number | undefined,
  system: DatabaseSystem,
): DataType {
  if (precision === undefined) return system === 'sqlite' ? t.double : t.decimal(38, 10)
  const s = scale ?? 0
  return precision <= 38 && s >= 0 && s <= precision ? t.decimal(precision, s) : t.text
}
