import { z } from 'zod'
import { MigrateError } from '../../error.ts'

const bounds = z.strictObject({
  min: z.number().int().optional(),
  max: z.number().int().optional(),
})

/** `40`, or from-to. */
const amount = z.union([z.number().int(), bounds])

/** What a column must be for a rule to hold; all that are given. */
const guards = z.strictObject({
  unsigned: z.boolean().optional(),
  /** Digits, of numbers; fractional digits, of times. */
  precision: amount.optional(),
  scale: amount.optional(),
  /** Characters, bytes or bits. */
  length: amount.optional(),
  nullable: z.boolean().optional(),
  autoIncrement: z.boolean().optional(),
  /** The default as the source prints it; a glob; `null`: has none. */
  default: z.string().nullable().optional(),
})

/** Conversions a person may ask for by name. */
export const valueConversions = [
  'none',
  'zero-date-to-null',
  'empty-to-null',
  'trim',
  'lower',
  'upper',
  'strip-nul',
] as const

const rule = z.strictObject({
  /** A glob over the source type's whole text, e.g. `tinyint(1)`, `char*`; case does not matter. */
  type: z.string().min(1).optional(),
  /** A glob over `table.column` or `schema.table.column`. */
  column: z.string().min(1).optional(),
  when: guards.optional(),
  /** The target's type in its own words, e.g. `numeric(20,0)`; absent: what it would be anyway. */
  to: z.string().min(1).max(200).optional(),
  /** `keep` (as without the rule), `drop`, or the target's expression. */
  default: z.union([z.enum(['keep', 'drop']), z.strictObject({ sql: z.string() })]).optional(),
  notNull: z.enum(['keep', 'drop', 'set']).optional(),
  convert: z.enum(valueConversions).optional(),
})

export type CastRule = Readonly<z.infer<typeof rule>>

const castFile = z.strictObject({
  /** Shown by editors. */
  $schema: z.string().optional(),
  casts: z.array(
    rule.refine((r) => r.type !== undefined || r.column !== undefined, {
      message: 'a rule needs "type" or "column"',
    }),
  ),
})

/**
 * Reads a cast file:
 * `{"casts": [{"type": "tinyint(1)", "to": "smallint"}, {"column": "film.*_year", "to": "integer"}]}`.
 * @throws MigrateError INVALID_USAGE that names the place.
 */
export function parseCastFile(text: string): readonly CastRule[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new MigrateError('INVALID_USAGE', 'The cast file is not JSON.', { cause })
  }
  const parsed = castFile.safeParse(json)
  if (parsed.success) return parsed.data.casts
  const first = parsed.error.issues[0]
  const where = first?.path.join('.') ?? ''
  throw new MigrateError(
    'INVALID_USAGE',
    `The cast file is not right at “${where}”: ${first?.message}`,
    {
      hint: 'It is {"casts": [{"type": "tinyint(1)", "to": "smallint"}, …]}; the docs list every field.',
    },
  )
}

/** The JSON Schema of cast files, for editors and docs. */
export const castFileSchema = () => z.toJSONSchema(castFile, { io: 'input' })
