import type { JsonValue } from '../../server/shapes.ts'
import type { ApiInputs } from '../api/client.ts'
import type { FieldSpec } from '../inspector/describe-config.ts'

/** Settings under edit. `null` removes a stored secret. */
export type Settings = Readonly<Record<string, JsonValue>>

type SentSettings = ApiInputs['connections']['create']['settings']

/** What the server gets: without empty texts, and without secrets that stay as they are. */
export function toSend(fields: readonly FieldSpec[], settings: Settings): SentSettings {
  const entries = fields.flatMap(({ name, meta }): [string, SentSettings[string]][] => {
    const value = settings[name]
    if (value === null && meta.secret) return [[name, null]]
    if (value === undefined || value === null || value === '') return []
    return [[name, value as SentSettings[string]]]
  })
  return Object.fromEntries(entries)
}

/** Settings of a new connection: what the schema says where nobody says anything. */
export const initialSettings = (fields: readonly FieldSpec[]): Settings =>
  Object.fromEntries(
    fields.flatMap(({ name, fallback }) =>
      fallback === undefined || fallback === null ? [] : [[name, fallback as JsonValue]],
    ),
  )

/** Whether a field has anything to say beside its siblings' values. */
export function isShown({ meta }: FieldSpec, settings: Settings): boolean {
  if (!meta.when) return true
  const value = settings[meta.when.field]
  return meta.when.is.some((it) => it === value)
}

/** Required fields that are still empty; a stored secret counts as filled. */
export const missingFields = (
  fields: readonly FieldSpec[],
  settings: Settings,
  stored: readonly string[],
): readonly FieldSpec[] =>
  fields.filter(
    (field) =>
      field.required &&
      isShown(field, settings) &&
      (settings[field.name] ?? '') === '' &&
      !stored.includes(field.name),
  )
