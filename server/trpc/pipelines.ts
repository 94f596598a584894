import { z } from 'zod'
import { parsePipeline } from '../../runtime/pipeline/parse.ts'
import { checkDocument } from '../store/check.ts'
import { instantiateTemplate } from '../store/instantiate.ts'
import * as pipelines from '../store/pipelines.ts'
import { document, readDocument } from './documents.ts'
import { id, name, parameters, procedure, router } from './init.ts'

const byId = z.strictObject({ id })
const version = z.int().min(1)

export const pipelinesRouter = router({
  list: procedure.query(({ ctx }) => pipelines.list(ctx)),

  get: procedure.input(byId).query(({ ctx, input }) => pipelines.get(ctx, input.id)),

  create: procedure
    .input(
      z.strictObject({
        name: name.optional(),
        document: document.optional(),
        templateName: z.string().max(100).optional(),
      }),
    )
    .mutation(({ ctx, input }) => {
      if (input.templateName !== undefined)
        return instantiateTemplate(ctx, input.templateName, input.name)
      const given = input.document === undefined ? undefined : readDocument(input.document)
      return pipelines.create(ctx, given, input.name)
    }),

  save: procedure
    .input(z.strictObject({ id, version, document }))
    .mutation(({ ctx, input }) =>
      pipelines.save(ctx, input.id, input.version, readDocument(input.document)),
    ),

  rename: procedure
    .input(z.strictObject({ id, name }))
    .mutation(({ ctx, input }) => pipelines.rename(ctx, input.id, input.name)),

  remove: procedure.input(byId).mutation(({ ctx, input }) => pipelines.remove(ctx, input.id)),

  duplicate: procedure
    .input(z.strictObject({ id, name: name.optional() }))
    .mutation(({ ctx, input }) => pipelines.duplicate(ctx, input.id, input.name)),

  versions: procedure.input(byId).query(({ ctx, input }) => pipelines.versions(ctx, input.id)),

  version: procedure
    .input(z.strictObject({ id, version }))
    .query(({ ctx, input }) => pipelines.version(ctx, input.id, input.version)),

  /** Everything `migrateiq validate` would say, columns of sources included. */
  check: procedure
    .input(z.strictObject({ id: id.optional(), document, parameters }))
    .query(({ ctx, input, signal }) => checkDocument(ctx, { ...input, signal })),

  /** Reads the text of an exported pipeline; creates it unless its text has errors. */
  import: procedure
    .input(z.strictObject({ text: z.string().max(10_000_000) }))
    .mutation(async ({ ctx, input }) => {
      const { pipeline, issues } = parsePipeline(input.text)
      return { pipeline: pipeline ? await pipelines.create(ctx, pipeline) : null, issues }
    }),
})
