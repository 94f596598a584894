import { z } from 'zod'
import { discover } from '../store/discover.ts'
import { document } from './documents.ts'
import { id, parameters, procedure, router } from './init.ts'

/** `id` is the pipeline the document belongs to: relative paths start in its folder. */
const input = z.strictObject({ id: id.optional(), document, parameters })

export const schemasRouter = router({
  /** Columns of everything the document reads from or writes to; kept for a short time. */
  discover: procedure
    .input(input)
    .query(({ ctx, input, signal }) => discover(ctx, { ...input, signal, fresh: false })),

  /** The same, read again. */
  refresh: procedure
    .input(input)
    .mutation(({ ctx, input, signal }) => discover(ctx, { ...input, signal, fresh: true })),
})
