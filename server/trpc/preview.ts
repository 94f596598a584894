import { z } from 'zod'
import { previewRows } from '../limits.ts'
import { preview } from '../store/preview.ts'
import { document } from './documents.ts'
import { id, label, parameters, procedure, router } from './init.ts'

export const previewRouter = router({
  /** The first rows of an output port. Aborting the request stops the work. */
  port: procedure
    .input(
      z.strictObject({
        id: id.optional(),
        document,
        parameters,
        node: label,
        port: label.default('out'),
        limit: z.int().min(1).max(previewRows).default(previewRows),
      }),
    )
    .query(({ ctx, input, signal }) => preview(ctx, { ...input, signal })),
})
