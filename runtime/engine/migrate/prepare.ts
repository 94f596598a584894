import { createHash } from 'node:crypto'
import type { Session } from '../../connectors/connector.ts'
import { connectors } from '../../connectors/registry.ts'
import { MigrateError } from '../../error.ts'
import type { DatabaseSchema } from '../../schema/model.ts'
import { Sessions } from '../sessions.ts'
import { ExistingTables } from './existing.ts'
import type { Endpoint, MigrationInput } from './input.ts'
import { selectTables } from './select-tables.ts'
import type { Settled } from './settle.ts'
import { settle } from './settle.ts'

/** Both ends read and compared; nothing has been written. */
export interface Prepared {
  readonly input: MigrationInput
  readonly source: Session
  readonly target: Session
  readonly endpoints: { readonly source: Endpoint; readonly target: Endpoint }
  /** All of the source, for the comparison at the end. */
  readonly whole: DatabaseSchema
  readonly existing: ExistingTables
  /** Names this migration's loads in the target's checkpoints. */
  readonly fingerprint: string
  /** What is to be done, given what was counted in the source's data. */
  settle(counts: ReadonlyMap<string, number>): Settled
  close(): Promise<void>
  cancel(): Promise<void>
}

export async function prepare(input: MigrationInput, signal: AbortSignal): Promise<Prepared> {
  const sessions = new Sessions(input.connections, signal)
  try {
    return await prepareWith(sessions, input)
  } catch (error) {
    await sessions.close()
    throw error
  }
}

async function prepareWith(sessions: Sessions, input: MigrationInput): Promise<Prepared> {
  const { options } = input
  const [source, target] = await Promise.all([
    sessions.get(input.source),
    sessions.get(input.target),
  ])
  const [whole, there, fingerprint] = await Promise.all([
    readSchema(source, input.source, options.schemas),
    readTarget(target, input.target),
    fingerprintOf(input),
  ])
  if (whole.tables.length + whole.views.length === 0)
    throw new MigrateError('TABLE_NOT_FOUND', `“${label(input.source)}” has no tables.`, {
      hint: 'Check the database and the schemas; a login sees only what it has privileges on.',
    })
  const selected = selectTables(whole, options)
  const existing = await ExistingTables.read(target, there, fingerprint)
  return {
    input,
    source,
    target,
    endpoints: {
      source: { connection: label(input.source), system: whole.system, version: whole.version },
      target: { connection: label(input.target), system: there.system, version: there.version },
    },
    whole,
    existing,
    fingerprint,
    settle: (counts) => settle({ ...selected, existing, input, counts }),
    close: () => sessions.close(),
    cancel: () => sessions.cancel(),
  }
}

/** A URL stands for itself, without its password. */
export const label = (connection: string): string =>
  connection.includes('://') ? connection.replace(/:\/\/[^@/]*@/, '://') : connection

export async function readSchema(
  session: Session,
  name: string,
  schemas: readonly string[],
): Promise<DatabaseSchema> {
  if (!session.database || !session.snapshot)
    throw new MigrateError('INVALID_CONNECTION', `“${label(name)}” is no database.`, {
      hint: 'Whole databases go between PostgreSQL, MySQL or MariaDB, SQLite and SQL Server.',
    })
  return session.database(schemas.length > 0 ? { schemas } : {})
}

async function readTarget(session: Session, name: string): Promise<DatabaseSchema> {
  try {
    return await readSchema(session, name, [])
  } catch (error) {
    // A SQLite file comes into being with its first table.
    const missing = error instanceof MigrateError && error.code === 'FILE_NOT_FOUND'
    if (!missing || session.system !== 'sqlite') throw error
    return {
      system: 'sqlite',
      version: '',
      schemas: [],
      tables: [],
      views: [],
      types: [],
      sequences: [],
      others: [],
    }
  }
}

/** From what decides which rows come and where they go; not from how fast. */
async function fingerprintOf(input: MigrationInput): Promise<string> {
  const { source, target, connections, options } = input
  const place = async (name: string) => {
    const { system, settings } = await connections.get(name)
    return `${system} ${connectors.get(system)?.describe(settings) ?? ''}`
  }
  const { jobs: _, verify: __, scripts: ___, ...meaning } = options
  const text = JSON.stringify([await place(source), await place(target), meaning])
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
