import { z } from 'zod'
import * as uploads from '../store/uploads.ts'
import { id, procedure, router } from './init.ts'

/** Files come by `POST /uploads` (multipart, field `file`); pipelines name them `upload:<id>`. */
export const uploadsRouter = router({
  list: procedure.query(({ ctx }) => uploads.list(ctx)),

  remove: procedure
    .input(z.strictObject({ id }))
    .mutation(({ ctx, input }) => uploads.remove(ctx, input.id)),
})
