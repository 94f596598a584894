import { formatTable } from '../../../nodes/kit/source.ts'
import type { Session } from '../../connectors/connector.ts'
import type { MigrateError } from '../../error.ts'
import { toMigrateError } from '../../error.ts'
import type { DdlStatement } from '../../schema/ddl/phases.ts'
import type { DatabaseSchema } from '../../schema/model.ts'
import type { ObjectFailure } from './input.ts'
import { eachOf, eachUnlocked } from './pool.ts'
import { tableKey } from './select-tables.ts'

export interface DdlContext {
  readonly target: Session
  readonly schema: DatabaseSchema
  readonly jobs: number
  /** What is there already counts as made: an earlier attempt may have got so far. */
  readonly goesOn: boolean
  readonly signal: AbortSignal
  readonly made: (statement: DdlStatement) => void
  readonly failed: (failure: ObjectFailure) => void
}

/** One by one, in their order; many at once where the engine takes that as one transaction. */
export async function runInOrder(
  statements: readonly DdlStatement[],
  context: DdlContext,
): Promise<void> {
  const { target } = context
  const [done] = target.system === 'postgres' ? await wholeBatch(statements, context) : []
  if (done) return
  for (const statement of statements) await runOne(statement, context)
}

/** A batch that fails is undone, and tells nothing about which statement it was. */
async function wholeBatch(
  statements: readonly DdlStatement[],
  { target, made, goesOn }: DdlContext,
): Promise<[boolean]> {
  if (goesOn || statements.length < 2) return [false]
  try {
    await target.execute?.(
      statements.map((s) => s.sql),
      { atomic: true },
    )
    for (const statement of statements) made(statement)
    return [true]
  } catch {
    return [false]
  }
}

/** Side by side, except what would wait for each other. */
export async function runSideBySide(
  statements: readonly DdlStatement[],
  context: DdlContext,
): Promise<void> {
  const items = statements.map((statement) => ({
    statement,
    ...locksOf(statement, context.schema),
  }))
  await eachUnlocked(items, context.jobs, ({ statement }) => runOne(statement, context))
}

/** Statements without an order among them. */
export const runApart = (statements: readonly DdlStatement[], context: DdlContext): Promise<void> =>
  eachOf(statements, context.jobs, (statement) => runOne(statement, context))

function locksOf({ object }: DdlStatement, schema: DatabaseSchema) {
  const { table, kind, name } = object
  if (!table) return { tables: [], shared: true }
  const key = tableKey(table)
  const shared = kind === 'index' && schema.system === 'postgres'
  if (kind !== 'foreign key') return { tables: [key], shared }
  const keys = schema.tables.find((t) => tableKey(t.table) === key)?.foreignKeys ?? []
  const meant = keys.filter((k) => k.name === undefined || k.name === name)
  const referenced = (meant.length > 0 ? meant : keys).map((k) => tableKey(k.references))
  return { tables: [key, ...referenced], shared: false }
}

async function runOne(statement: DdlStatement, context: DdlContext): Promise<void> {
  const { target, signal, made, failed, goesOn } = context
  signal.throwIfAborted()
  try {
    const settings = statement.object.kind === 'foreign key' ? 'compare' : 'build'
    await target.execute?.([statement.sql], { settings })
    made(statement)
  } catch (thrown) {
    const error = toMigrateError(thrown)
    if (stops(error)) throw error
    if (isThere(error) && (goesOn || shareable.has(statement.object.kind))) return made(statement)
    if (statement.pieces && statement.pieces.length > 0) {
      for (const piece of statement.pieces) await runOne(piece, context)
      return
    }
    const { object, sql } = statement
    failed({
      kind: object.kind,
      name: object.name,
      ...(object.table ? { table: formatTable(object.table) } : {}),
      sql,
      error: error.toData(),
    })
  }
}

const stops = ({ code }: MigrateError) =>
  code === 'CANCELLED' ||
  code === 'TARGET_DISK_FULL' ||
  code.startsWith('CONNECTION_') ||
  code === 'LOGIN_FAILED'

/** What several migrations into one database may share. */
const shareable: ReadonlySet<string> = new Set(['schema', 'extension'])

const thereStates = new Set(['42P07', '42710', '42P06', '42P16', '42723'])
const thereNumbers = new Set([1007, 1050, 1061, 1068, 1304, 1359, 1826, 1022, 2714, 1913, 1779])

/** The object exists already, in the words of each engine. */
function isThere({ data, message }: MigrateError): boolean {
  const { sqlstate, number } = data.details ?? {}
  return (
    thereStates.has(String(sqlstate ?? '')) ||
    thereNumbers.has(Number(number ?? 0)) ||
    /already exists/i.test(message)
  )
}
