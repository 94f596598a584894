import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ReadTableOptions } from '../../engine/index.ts'
import { MigrateError } from '../../error.ts'
import type { MatchTable } from '../../ml/match/side.ts'
import type { Work } from '../../ml/work.ts'
import { loadMatch } from './load.ts'
import { openTables } from './tables.ts'

export interface SideChoice {
  readonly connections?: string | undefined
  readonly table?: readonly string[] | undefined
  readonly read: ReadTableOptions
}

/**
 * One side of a match: a schema as DDL (`.sql`) or JSON, else what `openTables` opens.
 * @throws MigrateError FILE_MALFORMED, and those of `openTables`
 */
export async function openSide(
  place: string,
  { connections, table, read }: SideChoice,
  work: Work,
): Promise<readonly MatchTable[]> {
  const schema = await readSchema(place)
  if (schema) return table ? pickTables(schema, table) : schema
  const options = { ...(connections ? { connections } : {}), ...(table ? { table } : {}) }
  const opened = await openTables(place, options, work.signal)
  const chosen = table
    ? opened.filter(({ name, source }) => source === 'database' || table.some((t) => same(t, name)))
    : opened
  if (chosen.length === 0)
    throw noTable(
      table?.[0] ?? '',
      opened.map((t) => t.name),
    )
  const tables: MatchTable[] = []
  for (const [i, one] of chosen.entries()) {
    work.signal.throwIfAborted()
    work.progress?.(i, chosen.length, `reading ${one.name}`)
    tables.push(await one.read(read))
  }
  return tables
}

async function readSchema(place: string): Promise<MatchTable[] | undefined> {
  const path = resolve(place)
  if (!/\.(sql|ddl|json)$/i.test(place) || !existsSync(path)) return undefined
  const { readDdl, readSchemaJson } = await loadMatch()
  const content = readFileSync(path, 'utf8')
  if (!/\.json$/i.test(place)) return readDdl(content)
  // JSON may as well hold rows: those go the way of data files.
  try {
    return readSchemaJson(content)
  } catch (error) {
    if (error instanceof MigrateError) return undefined
    throw error
  }
}

function pickTables(tables: readonly MatchTable[], names: readonly string[]): MatchTable[] {
  return names.map((name) => {
    const found = tables.find((t) => same(t.name, name))
    if (!found)
      throw noTable(
        name,
        tables.map((t) => t.name),
      )
    return found
  })
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

const noTable = (name: string, names: readonly string[]) =>
  new MigrateError('TABLE_NOT_FOUND', `There is no table “${name}”.`, {
    hint: `There are: ${names.slice(0, 20).join(', ')}.`,
  })
