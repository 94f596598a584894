import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestEndpoint } from '../../../e2e/support/endpoints.ts'
import { mysqlEndpoint, postgresEndpoint, sqliteEndpoint } from '../../../e2e/support/endpoints.ts'
import { requireMysql, requirePostgres } from '../../../e2e/support/services.ts'
import { readRows } from '../../../e2e/support/wire.ts'
import { parseConnectionUrl } from '../../connectors/registry.ts'
import { fidelityCases } from '../../schema/translate/fidelity-cases.ts'
import { defaultOptions, migrateDatabase } from './index.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 240_000 })

const systems = { mysql: mysqlEndpoint, postgres: postgresEndpoint, sqlite: sqliteEndpoint }
type Name = keyof typeof systems

const [mysqlService, postgresService] = [await requireMysql(), await requirePostgres()]
const missing: Record<Name, string | undefined> = {
  mysql: mysqlService.missing,
  postgres: postgresService.missing,
  sqlite: undefined,
}
const names = Object.keys(systems) as Name[]
const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })))

type Values = readonly (string | null)[]

/** One table for each type, its values in the order of their numbers. */
const tableOf = (index: number) => `t${String(index).padStart(2, '0')}`

function statements(from: Name): string[] {
  const quote = from === 'mysql' ? '`' : '"'
  return fidelityCases[from].flatMap(({ type, values }, i) => {
    const name = `${quote}${tableOf(i)}${quote}`
    const inserts = values.map((v, id) => `INSERT INTO ${name} VALUES (${id}, ${v})`)
    return [`CREATE TABLE ${name} (id integer PRIMARY KEY, v ${type})`, ...inserts]
  })
}

async function valuesOf(endpoint: TestEndpoint): Promise<ReadonlyMap<string, Values>> {
  const session = await endpoint.open()
  try {
    const found = new Map<string, Values>()
    for (const { table, kind } of await session.catalog()) {
      if (kind !== 'table') continue
      const source = { kind: 'table', connection: '', table } as const
      const reader = await session.reader({ source, columns: await session.schemaOf(source) })
      const rows = await readRows(reader, 'text')
      await reader.close()
      rows.sort((a, b) => Number(a[0]) - Number(b[0]))
      found.set(
        table.name,
        rows.map((r) => r[1] ?? null),
      )
    }
    return found
  } finally {
    await session.close()
  }
}

interface Carried {
  readonly values: ReadonlyMap<string, Values>
  /** Codes of the ledger, by table. */
  readonly losses: ReadonlyMap<string, readonly string[]>
  readonly problems: readonly string[]
}

async function carry(source: TestEndpoint, target: TestEndpoint): Promise<Carried> {
  const report = await migrateDatabase(
    {
      source: source.url,
      target: target.url,
      connections: { get: async (url) => ({ name: url, ...parseConnectionUrl(url) }) },
      options: defaultOptions(),
      resume: false,
    },
    () => undefined,
    new AbortController().signal,
  )
  const losses = new Map<string, string[]>()
  for (const loss of report.ledger) {
    const table = loss.object.table?.name ?? ''
    losses.set(table, [...(losses.get(table) ?? []), loss.code])
  }
  const problems = [
    ...(report.error ? [report.error.message] : []),
    ...report.failures.map((f) => JSON.stringify(f)),
    ...report.tables.flatMap((t) => (t.error ? [`${t.source}: ${t.error.message}`] : [])),
  ]
  return { values: await valuesOf(target), losses, problems }
}

/** Codes that say a value may be written otherwise; a wider type alone does not. */
const silent = new Set(['TYPE_WIDENED', 'COLLATION_CHANGED', 'COMMENT_OMITTED', 'IDENTITY_CHANGED'])

const speaks = (codes: readonly string[] | undefined): boolean =>
  (codes ?? []).some((code) => !silent.has(code))

/** The value whatever its form: zeros at the end, an exponent, bits as digits or a number. */
function plain(value: string | null, type: string, system: Name): string | null {
  if (value === null) return null
  if (/^(float|real)$/.test(type)) return String(Math.fround(Number(value)))
  if (/^(double|real)/i.test(type)) return String(Number(value))
  if (/^bit/.test(type) && system === 'postgres' && /^[01]{2,}$/.test(value))
    return String(BigInt(`0b${value}`))
  return /^-?\d+\.\d+$|:\d\d\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value
}

describe.each(pairs)('every type of $from through $to and back', ({ from, to }) => {
  const absent = missing[from] ?? missing[to]
  let open: TestEndpoint[] = []
  let original: ReadonlyMap<string, Values>
  let there: Carried
  let back: Carried

  beforeAll(async () => {
    if (absent !== undefined) return
    const start = async (name: Name): Promise<TestEndpoint> => {
      const endpoint = await systems[name]()
      open.push(endpoint)
      return endpoint
    }
    const [a, b, c] = [await start(from), await start(to), await start(from)]
    await a.sql(...statements(from))
    original = await valuesOf(a)
    there = await carry(a, b)
    back = await carry(b, c)
  })

  afterAll(async () => {
    for (const endpoint of open) await endpoint.close()
    open = []
  })

  it.skipIf(absent !== undefined)('all rows arrive', () => {
    expect([...there.problems, ...back.problems]).toEqual([])
  })

  it
    .skipIf(absent !== undefined)
    .each(fidelityCases[from].map(({ type }, i) => [type, tableOf(i)]))(
    '%s is exact, or its loss is listed',
    (type, table) => {
      const wanted = original.get(table)?.map((v) => plain(v, type, from))
      const arrived = there.values.get(table)?.map((v) => plain(v, type, to))
      const returned = back.values.get(table)?.map((v) => plain(v, type, from))
      expect(wanted?.length).toBeGreaterThan(0)
      expect(arrived?.length).toBe(wanted?.length)
      if (!speaks(there.losses.get(table))) expect(arrived).toEqual(wanted)
      if (!speaks(there.losses.get(table)) && !speaks(back.losses.get(table)))
        expect(returned).toEqual(wanted)
    },
  )
})
