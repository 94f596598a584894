import { z } from 'zod'
import { instantiateTemplate } from '../store/instantiate.ts'
import * as templates from '../store/templates.ts'
import { name, procedure, router } from './init.ts'

const byName = z.strictObject({ name: z.string().max(100) })

export const templatesRouter = router({
  list: procedure.query(({ ctx }) => templates.list(ctx.templatesDir)),

  get: procedure
    .input(byName)
    .query(({ ctx, input }) => templates.get(ctx.templatesDir, input.name)),

  /** A pipeline of the workspace with its own copy of the sample files, and its connections. */
  instantiate: procedure
    .input(byName.extend({ as: name.optional() }))
    .mutation(({ ctx, input }) => instantiateTemplate(ctx, input.name, input.as)),
})
