import type { DatabaseSelection } from '../../nodes/kit/database-selection.ts'
import type { DatabaseTarget, MigrateStage } from '../../nodes/kit/stage.ts'
import type { ErrorCode } from '../error.ts'
import { MigrateError } from '../error.ts'
import type { MigrationEvent, MigrationReport } from '../migration-report.ts'
import type { RunEvent, SinkReport } from '../report.ts'
import type { RunInput } from './input.ts'
import type { MigrationOptions } from './migrate/index.ts'
import { defaultOptions, migrateDatabase, parseCastFile, scriptPlaces } from './migrate/index.ts'

/** Runs a stage that carries a whole database over; the report is there for every outcome. */
export async function runMigration(
  node: string,
  { source, target }: MigrateStage,
  { connections, options }: RunInput,
  emit: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<MigrationReport> {
  const { memoryLimit, threads, tempDir, resume } = options
  const input = {
    source: source.connection,
    target: target.connection,
    connections,
    options: migrationOptions(source, target),
    resume,
    engine: { memoryLimit, threads, tempDir },
  }
  return migrateDatabase(input, (event) => tell(node, event, emit), signal)
}

export function migrationOptions(
  source: DatabaseSelection,
  target: DatabaseTarget,
): MigrationOptions {
  const scripts: Record<string, string> = {}
  for (const { place, sql } of target.scripts)
    if ((scriptPlaces as readonly string[]).includes(place))
      scripts[place] = scripts[place] ? `${scripts[place]};\n${sql}` : sql
  const defaults = defaultOptions()
  return {
    ...defaults,
    include: source.include,
    exclude: source.exclude,
    schemas: source.schemas,
    ...(target.schema ? { targetSchema: target.schema } : {}),
    identifiers: target.names,
    casts: target.casts.trim() === '' ? [] : parseCastFile(target.casts),
    what: target.what,
    existing: target.existing,
    jobs: target.jobs > 0 ? target.jobs : defaults.jobs,
    verify: target.verify,
    scripts,
    tables: Object.fromEntries(
      source.tables.map(({ table, name, without, filter }) => [
        table,
        {
          ...(name ? { name } : {}),
          ...(without.length > 0 ? { without } : {}),
          ...(filter ? { filter } : {}),
        },
      ]),
    ),
  }
}

function tell(node: string, event: MigrationEvent, emit: (event: RunEvent) => void): void {
  if (event.type === 'progress') {
    const { rows, bytes, rowsPerSecond, fraction, secondsLeft } = event
    emit({ type: 'progress', node, rows, bytes, rowsPerSecond, fraction, secondsLeft })
  }
  if (event.type === 'problem') emit({ type: 'problem', error: { ...event.error, node } })
  if (event.type === 'step' || event.type === 'table') emit({ type: 'migration', node, event })
}

/** What keeps a run from being done; undefined where everything arrived. */
export function migrationFailure(node: string, report: MigrationReport): MigrateError | undefined {
  if (report.state === 'done') return undefined
  if (report.error) {
    const { code, message, ...data } = report.error
    return new MigrateError(code as ErrorCode, message, { ...data, node })
  }
  const tables = report.tables.filter((t) => t.state === 'failed').length
  return new MigrateError(
    'MIGRATION_INCOMPLETE',
    `${tables} tables and ${report.failures.length} other objects did not arrive.`,
    { node, hint: 'The report names each. Resume the run to go on with what is missing.' },
  )
}

/** Each table as a load of its own. */
export const migrationSinks = (node: string, report: MigrationReport): SinkReport[] =>
  report.tables.map((t) => ({
    node,
    target: `${report.target.connection}: ${t.target}`,
    mode: t.mode,
    rows: t.rows,
    bytes: t.bytes,
    chunks: t.chunks,
    resumedChunks: t.resumedChunks,
    path: t.path,
  }))
