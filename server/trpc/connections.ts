import { z } from 'zod'
import { catalog } from '../store/catalog.ts'
import { draftTest, testConnection } from '../store/connection-test.ts'
import * as connections from '../store/connections.ts'
import { connectorForms } from '../store/connector-forms.ts'
import { id, label, procedure, router } from './init.ts'

const byId = z.strictObject({ id })
const connectionName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 _.-]{0,99}$/, 'letters, digits, spaces, “_”, “.” and “-” only')
const system = z.string().max(40)
const settings = z.record(z.string().max(100), z.json())

export const connectionsRouter = router({
  list: procedure.query(({ ctx }) => connections.list(ctx)),

  get: procedure.input(byId).query(({ ctx, input }) => connections.get(ctx, input.id)),

  create: procedure
    .input(z.strictObject({ name: connectionName, system, settings }))
    .mutation(({ ctx, input }) => connections.create(ctx, input)),

  /** An omitted secret stays as it is; `null` removes it. */
  update: procedure
    .input(z.strictObject({ id, name: connectionName.optional(), settings: settings.optional() }))
    .mutation(({ ctx, input }) => connections.update(ctx, input)),

  /** Refused with `data.usedBy` while a pipeline uses the connection. */
  remove: procedure.input(byId).mutation(({ ctx, input }) => connections.remove(ctx, input.id)),

  /**
   * Lays settings aside for `test`, which is a GET request: secrets have no place in URLs.
   * With `id`, omitted secrets are those of that connection. Good once, for a minute.
   */
  draft: procedure
    .input(z.strictObject({ id: id.optional(), system, settings }))
    .mutation(({ ctx, input }) => draftTest(ctx, input)),

  /** Yields each step of a connection test as it ends; the last one has `ok: false` or is `read`. */
  test: procedure
    .input(z.union([byId, z.strictObject({ draft: id })]))
    .subscription(({ ctx, input, signal }) => testConnection(ctx, input, signal)),

  /** Tables and views; at most 1,000, those whose name holds `search`. */
  catalog: procedure
    .input(z.strictObject({ name: label, search: z.string().max(200).optional() }))
    .query(({ ctx, input, signal }) => catalog(ctx, { ...input, signal })),

  /** Systems to connect to, with the JSON Schema of their settings. */
  systems: procedure.query(() => connectorForms()),
})
