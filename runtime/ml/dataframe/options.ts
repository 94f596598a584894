import { z } from 'zod'

/** What the data-frame nodes ask for; columns by name. */
export const optionsSchema = z.discriminatedUnion('operation', [
  z.strictObject({
    operation: z.literal('encode'),
    method: z.enum(['one-hot', 'label']),
    /** One list per column, in the order of the columns. Label: learned where it is empty. */
    categories: z.array(z.array(z.string())),
  }),
  z.strictObject({
    operation: z.literal('scale'),
    method: z.enum(['standard', 'min-max']),
    fitted: z.array(z.strictObject({ center: z.number(), scale: z.number() })).optional(),
  }),
  z.strictObject({
    operation: z.literal('impute'),
    method: z.enum(['mean', 'median', 'most-frequent', 'constant']),
    value: z.string(),
    fitted: z.array(z.string().nullable()).optional(),
  }),
  z.strictObject({ operation: z.literal('describe') }),
  z.strictObject({ operation: z.literal('correlate'), method: z.enum(['pearson', 'spearman']) }),
])

export type DataFrameOptions = z.output<typeof optionsSchema>
export type OptionsOf<O extends DataFrameOptions['operation']> = Extract<
  DataFrameOptions,
  { operation: O }
>
