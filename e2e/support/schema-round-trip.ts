import type { Session } from '../../runtime/connectors/connector.ts'
import type { SchemaDifference } from '../../runtime/schema/compare.ts'
import { compareSchemas } from '../../runtime/schema/compare.ts'
import { ddlOf } from '../../runtime/schema/ddl/index.ts'
import type { DdlOptions } from '../../runtime/schema/ddl/phases.ts'
import { phaseNames } from '../../runtime/schema/ddl/phases.ts'
import type { DatabaseSchema } from '../../runtime/schema/model.ts'
import type { TestEndpoint } from './endpoints.ts'

export async function readSchema(
  endpoint: TestEndpoint,
  schemas?: readonly string[],
): Promise<DatabaseSchema> {
  const session: Session = await endpoint.open()
  try {
    if (!session.database) throw new Error(`${endpoint.system} has no schemas`)
    return await session.database({ schemas })
  } finally {
    await session.close()
  }
}

/** Makes a schema on an empty database; an error names the object it belongs to. */
export async function applySchema(
  endpoint: TestEndpoint,
  schema: DatabaseSchema,
  options: DdlOptions = {},
): Promise<void> {
  const phases = ddlOf(schema, options)
  for (const phase of phaseNames)
    for (const { sql, object } of phases[phase])
      await endpoint.sql(sql).catch((error: unknown) => {
        throw new Error(`${phase}: ${object.kind} ${object.name}: ${error}\n${sql}`)
      })
}

/** Reads a database, makes it again on an empty one, and tells what is different there. */
export async function roundTrip(
  source: TestEndpoint,
  target: TestEndpoint,
  options: DdlOptions = {},
): Promise<{ readonly schema: DatabaseSchema; readonly differences: SchemaDifference[] }> {
  const schema = await readSchema(source)
  await applySchema(target, schema, options)
  const made = await readSchema(target)
  return { schema, differences: compareSchemas(schema, made, { names: true, counters: true }) }
}
