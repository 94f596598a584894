import type { TableName } from '../../../nodes/kit/source.ts'
import { formatTable } from '../../../nodes/kit/source.ts'
import type { Session, TextRows } from '../../connectors/connector.ts'
import { checkpointTable } from '../../connectors/load.ts'
import { quotingOf } from '../../connectors/quoting.ts'
import type { DatabaseSchema, DatabaseSystem, TableSchema } from '../../schema/model.ts'
import type { MigrationOptions, PlannedTable, PlanProblem } from './input.ts'
import { eachOf } from './pool.ts'

const looksAtOnce = 4

const tablesOfOthers = `SELECT n.nspname, c.relname FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT pg_has_role(c.relowner, 'USAGE')`

/** What a target has before a migration, and which of it an interrupted attempt has made. */
export class ExistingTables {
  readonly schema: DatabaseSchema
  readonly #begun: ReadonlySet<string>
  readonly #filled: ReadonlySet<string>
  readonly #ofOthers: ReadonlySet<string>

  private constructor(
    schema: DatabaseSchema,
    begun: ReadonlySet<string>,
    filled: ReadonlySet<string>,
    ofOthers: ReadonlySet<string>,
  ) {
    this.schema = schema
    this.#begun = begun
    this.#filled = filled
    this.#ofOthers = ofOthers
  }

  static async read(
    target: Session,
    schema: DatabaseSchema,
    fingerprint: string,
  ): Promise<ExistingTables> {
    const begun = new Set<string>()
    const filled = new Set<string>()
    // A SQLite file that is not there yet: asking it anything would make it.
    if (schema.version === '') return new ExistingTables(schema, begun, filled, new Set())
    const { tableName } = quotingOf(schema.system)
    const ask = (sql: string): Promise<TextRows | undefined> =>
      target.execute?.([sql]).catch(() => undefined) ?? Promise.resolve(undefined)
    const load =
      schema.system === 'mysql' ? '`load`' : schema.system === 'mssql' ? '[load]' : 'load'
    for (const checkpoints of checkpointTables(schema)) {
      const rows = await ask(
        `SELECT ${load} FROM ${tableName(checkpoints)} WHERE chunk = '' AND ${load} LIKE '${fingerprint}:%'`,
      )
      for (const [name] of rows ?? []) begun.add((name ?? '').slice(fingerprint.length + 1))
    }
    await eachOf(schema.tables, looksAtOnce, async ({ table }) => {
      const from = tableName(table)
      const rows = await ask(
        schema.system === 'mssql' ? `SELECT TOP 1 1 FROM ${from}` : `SELECT 1 FROM ${from} LIMIT 1`,
      )
      // Where we may not look, there may be something.
      if (rows === undefined || rows.length > 0) filled.add(formatTable(table))
    })
    const foreign = schema.system === 'postgres' ? await ask(tablesOfOthers) : []
    const names = (foreign ?? []).map(([place, name]) =>
      formatTable({ schema: place ?? '', name: name ?? '' }),
    )
    return new ExistingTables(schema, begun, filled, new Set(names))
  }

  /** Whether the login may change the table itself; PostgreSQL tells. */
  owns(table: TableName): boolean {
    const found = this.find(table)
    return found === undefined || !this.#ofOthers.has(formatTable(found.table))
  }

  find(table: TableName): TableSchema | undefined {
    const key = nameKey(this.schema.system, table)
    return this.schema.tables.find((t) => nameKey(this.schema.system, t.table) === key)
  }

  /** A named type or sequence that is there. */
  hasNamed(wanted: TableName): boolean {
    const key = nameKey(this.schema.system, wanted)
    const named = [...this.schema.types, ...this.schema.sequences]
    return named.some(({ name }) => nameKey(this.schema.system, name) === key)
  }

  /** What is to happen to a table of the plan. */
  modeOf(
    wanted: TableSchema,
    { existing, what }: MigrationOptions,
    resume: boolean,
  ): { mode: PlannedTable['mode']; problem?: PlanProblem } {
    const found = this.find(wanted.table)
    const table = formatTable(wanted.table)
    if (!found) {
      if (what !== 'data') return { mode: 'create' }
      return {
        mode: 'create',
        problem: {
          severity: 'error',
          code: 'TABLE_NOT_FOUND',
          message: `The target has no table “${table}”.`,
          table,
          hint: 'Migrate the schema as well, so that the tables are made.',
        },
      }
    }
    const ours = this.#begun.has(table) || !this.#filled.has(formatTable(found.table))
    if (resume && ours && what === 'everything') return { mode: 'create' }
    const empty = !this.#filled.has(formatTable(found.table))
    const differs = differences(wanted, found)
    if (differs.length > 0) return { mode: modeFor(existing), problem: mismatch(table, differs) }
    if (existing !== 'fail') return { mode: existing, ...keyProblem(existing, wanted, table) }
    // Where keys can be looked away from, an empty table is filled in place, in any order.
    if (what === 'data' && (resume ? ours : empty))
      return { mode: looksAway.has(this.schema.system) ? 'create' : 'append' }
    return {
      mode: 'append',
      problem: {
        severity: 'error',
        code: 'TABLE_EXISTS',
        message: `The target has a table “${table}” already.`,
        table,
        hint: 'Choose to append, replace or merge, or another schema or database. After an interruption, resume the run.',
      },
    }
  }
}

const looksAway: ReadonlySet<DatabaseSystem> = new Set(['mysql', 'sqlite'])

const modeFor = (existing: MigrationOptions['existing']) =>
  existing === 'fail' ? 'append' : existing

/** Checkpoints lie beside the tables they are about. */
export function checkpointTables({ system, schemas }: DatabaseSchema): TableName[] {
  if (system === 'postgres' || system === 'mssql')
    return schemas.map((schema) => ({ schema, name: checkpointTable }))
  return [{ name: checkpointTable }]
}

const nameKey = (system: DatabaseSystem, { schema, name }: TableName): string => {
  const place =
    system === 'postgres' ? (schema ?? 'public') : system === 'mssql' ? (schema ?? 'dbo') : ''
  const text = `${place}.${name}`
  return system === 'postgres' ? text : text.toLowerCase()
}

/** Columns of the plan that the table there lacks, and columns there that need a value. */
function differences(wanted: TableSchema, found: TableSchema): string[] {
  const known = new Map(found.columns.map((c) => [c.name.toLowerCase(), c]))
  const given = new Set(wanted.columns.map((c) => c.name.toLowerCase()))
  const lacking = wanted.columns
    .filter((c) => !c.generated && !known.has(c.name.toLowerCase()))
    .map((c) => `it has no column “${c.name}”`)
  const needing = found.columns
    .filter((c) => !given.has(c.name.toLowerCase()))
    .filter((c) => !c.nullable && c.default === undefined && !c.identity && !c.generated)
    .map((c) => `its column “${c.name}” needs a value`)
  return [...lacking, ...needing]
}

const mismatch = (table: string, differs: readonly string[]): PlanProblem => ({
  severity: 'error',
  code: 'TARGET_MISMATCH',
  message: `The table “${table}” of the target is another one: ${differs.join(', ')}.`,
  table,
  hint: 'Rename or drop it, or leave these columns out.',
})

function keyProblem(
  existing: string,
  wanted: TableSchema,
  table: string,
): { problem?: PlanProblem } {
  if (existing !== 'merge' || wanted.primaryKey) return {}
  return {
    problem: {
      severity: 'error',
      code: 'TARGET_MISMATCH',
      message: `“${table}” has no primary key to merge by.`,
      table,
      hint: 'Exclude the table, or choose append or replace.',
    },
  }
}
