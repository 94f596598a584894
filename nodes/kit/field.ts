import type { Message } from './message.ts'

/** Which editor the inspector shows; absent: derived from the JSON Schema type. */
export type Widget =
  | 'column'
  | 'columns'
  | 'expression'
  | 'aggregate'
  | 'connection'
  | 'table'
  | 'sql'
  | 'type'
  | 'file'
  | 'text-area'
  | 'rows'

/** What a config field tells the form and the docs; goes through zod's `.meta()`. */
export interface FieldMeta {
  readonly title: Message
  readonly help?: Message
  readonly widget?: Widget
  /** Which input port columns and expressions refer to; default `in`. */
  readonly port?: string
  /** Shown under “Advanced”. */
  readonly advanced?: boolean
  /** Holds a secret: masked in forms, never exported. Connections only. */
  readonly secret?: boolean
  readonly placeholder?: string
  /** Titles of enum values. */
  readonly options?: Readonly<Record<string, Message>>
  /** Show only while a sibling field has one of these values. */
  readonly when?: { readonly field: string; readonly is: readonly (string | boolean)[] }
}

/** @example z.string().meta(field({ title: msg`Rule`, widget: 'expression' })) */
export const field = (meta: FieldMeta): { field: FieldMeta } => ({ field: meta })
