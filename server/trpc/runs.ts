import { z } from 'zod'
import { rejectRows } from '../limits.ts'
import { rejects } from '../store/rejects.ts'
import { followRun } from '../store/run-events.ts'
import * as runs from '../store/runs.ts'
import { id, label, parameters, procedure, router } from './init.ts'

const byId = z.strictObject({ id })
const sequence = z.string().regex(/^\d{1,10}$/)

export const runsRouter = router({
  start: procedure
    .input(
      z.strictObject({
        pipelineId: id,
        version: z.int().min(1).optional(),
        parameters,
        /** Go on behind the chunks that an earlier run of the same pipeline left in the target. */
        resume: z.boolean().default(false),
      }),
    )
    .mutation(({ ctx, input }) => runs.start(ctx, input)),

  /** Goes on with a run that ended early: same document, same parameters, a new run id. */
  resume: procedure.input(byId).mutation(({ ctx, input }) => runs.resume(ctx, input.id)),

  list: procedure
    .input(
      z
        .strictObject({
          pipelineId: id.optional(),
          cursor: z.string().max(200).nullish(),
          limit: z.int().min(1).max(200).default(50),
        })
        .prefault({}),
    )
    .query(({ ctx, input }) => runs.list(ctx, input)),

  get: procedure.input(byId).query(({ ctx, input }) => runs.get(ctx, input.id)),

  cancel: procedure.input(byId).mutation(({ ctx, input }) => runs.cancel(ctx, input.id)),

  remove: procedure.input(byId).mutation(({ ctx, input }) => runs.remove(ctx, input.id)),

  /** Every event from the first, or behind `lastEventId`; ends when the run has ended. */
  events: procedure
    .input(z.strictObject({ runId: id, lastEventId: sequence.nullish() }))
    .subscription(({ ctx, input, signal }) => followRun(ctx, input, signal)),

  /** The first rejected rows of a node, as they were, with the reason. */
  rejects: procedure
    .input(
      z.strictObject({
        runId: id,
        node: label,
        limit: z.int().min(1).max(rejectRows).default(100),
      }),
    )
    .query(({ ctx, input }) => rejects(ctx, input)),
})
