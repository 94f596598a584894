import { z } from 'zod'
import { engineRequest } from '../store/engine-request.ts'
import { document } from './documents.ts'
import { id, label, parameters, procedure, router } from './init.ts'

const port = {
  id: id.optional(),
  document,
  parameters,
  node: label,
  port: label.default('out'),
}

const columnName = z.string().max(1000)

/** What the methods say of the rows at an output port. Aborting a request stops the work. */
export const mlRouter = router({
  /** Statistics of every column, over all rows. */
  profile: procedure.input(z.strictObject(port)).query(async ({ ctx, input, signal }) => {
    const request = await engineRequest(ctx, input)
    const { node, port: name } = input
    return ctx.tools.inspect<'profile'>({ ...request, kind: 'profile', node, port: name }, signal)
  }),

  /** Rules that nearly all rows keep. */
  quality: procedure.input(z.strictObject(port)).query(async ({ ctx, input, signal }) => {
    const request = await engineRequest(ctx, input)
    const { node, port: name } = input
    return ctx.tools.inspect<'quality'>({ ...request, kind: 'quality', node, port: name }, signal)
  }),

  /** What columns mean, and which hold personal data. */
  types: procedure.input(z.strictObject(port)).query(async ({ ctx, input, signal }) => {
    const request = await engineRequest(ctx, input)
    const { node, port: name } = input
    return ctx.tools.inspect<'types'>({ ...request, kind: 'types', node, port: name }, signal)
  }),

  /** Which columns of the port may fill those of a table. */
  match: procedure
    .input(
      z.strictObject({
        ...port,
        target: z.strictObject({
          connection: label,
          table: z.strictObject({ schema: z.string().max(200).optional(), name: label }),
        }),
        decided: z
          .array(z.strictObject({ source: columnName, target: columnName, accepted: z.boolean() }))
          .max(20_000)
          .default([]),
      }),
    )
    .query(async ({ ctx, input, signal }) => {
      const { node, port: name, target, decided } = input
      const request = await engineRequest(ctx, input)
      const match = { kind: 'match', node, port: name, target, decided } as const
      return ctx.tools.inspect<'match'>({ ...request, ...match }, signal)
    }),
})
