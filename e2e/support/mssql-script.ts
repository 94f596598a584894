import type { Session, Sink, SinkRequest } from '../../runtime/connectors/connector.ts'
import { openUrl } from './endpoints.ts'
import type { TdsAnswer, TdsPeer, TdsRequest } from './tds-peer.ts'
import { startTdsPeer } from './tds-peer.ts'

export interface ScriptedColumn {
  readonly name: string
  readonly base: string
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
  readonly nullable?: boolean
  readonly identity?: boolean
  readonly collation?: string
}

export interface ScriptedServer {
  /** Of the one table there is, `dbo.orders`; absent: there is none. */
  readonly columns?: readonly ScriptedColumn[]
  readonly key?: readonly string[]
  readonly snapshots?: boolean
  /** Answers before all others. */
  readonly answer?: (request: TdsRequest) => TdsAnswer | undefined
}

const columnNames = [
  ['id', 'int'],
  ['name', 'nvarchar'],
  ['base', 'nvarchar'],
  ['length', 'int'],
  ['precision', 'int'],
  ['scale', 'int'],
  ['nullable', 'bit'],
  ['identity', 'bit'],
  ['computed', 'bit'],
  ['generatedAlways', 'int'],
  ['hasDefault', 'bit'],
  ['collation', 'nvarchar'],
] as const

/** A server with one table, its checkpoints in memory, and everything else accepted. */
export async function scriptedServer(
  { columns, key = [], snapshots = false, answer }: ScriptedServer = {},
  refuses?: { readonly number: number; readonly message: string },
): Promise<TdsPeer> {
  const chunks = new Map<string, { rows: string; bytes: string }>()
  let pending: [string, { rows: string; bytes: string }] | undefined
  let epoch = 0
  let state = 'loading'
  const sum = (what: 'rows' | 'bytes') =>
    String([...chunks.values()].reduce((n, c) => n + Number(c[what]), 0))
  const one = (columns: TdsAnswer['columns'], ...row: unknown[]): TdsAnswer => ({
    ...(columns ? { columns } : {}),
    rows: [row],
  })
  const pairs = [
    ['rows', 'bigint'],
    ['bytes', 'bigint'],
  ] as const

  return startTdsPeer((request) => {
    const { sql, parameters: p } = request
    const special = answer?.(request)
    if (special) return special
    if (request.kind === 'bulk') {
      // As many rows as came: the client compares.
      return { count: bulkRows(request.bytes) }
    }
    if (/FROM sys\.objects AS o JOIN sys\.schemas/.test(sql))
      return {
        columns: [
          ['id', 'int'],
          ['schema', 'nvarchar'],
          ['name', 'nvarchar'],
          ['kind', 'nvarchar'],
        ],
        rows: columns && /orders\]$/.test(p.name ?? '') ? [[7, 'dbo', 'orders', 'table']] : [],
      }
    if (/FROM sys\.columns AS c WHERE/.test(sql))
      return {
        columns: columnNames,
        rows: (columns ?? []).map((c) => [
          7,
          c.name,
          c.base,
          c.length ?? 0,
          c.precision ?? 0,
          c.scale ?? 0,
          c.nullable ?? true,
          c.identity ?? false,
          false,
          0,
          false,
          c.collation ?? null,
        ]),
      }
    if (/is_primary_key = 1 ORDER BY ic\.key_ordinal/.test(sql))
      return { columns: [['name', 'nvarchar']], rows: key.map((k) => [k]) }
    if (/i\.is_unique = 1/.test(sql))
      return {
        columns: [
          ['index', 'int'],
          ['column', 'nvarchar'],
        ],
        rows: key.map((k) => [1, k]),
      }
    if (/snapshot_isolation_state/.test(sql)) return one([['state', 'int']], snapshots ? 1 : 0)
    if (/SELECT SCHEMA_NAME\(\) AS/.test(sql)) return one([['schema', 'nvarchar']], 'dbo')
    if (/SELECT OBJECT_ID\(@/.test(sql)) return one([['id', 'int']], null)
    if (/\[epoch\] \+ 1/.test(sql))
      return one(
        [
          ['epoch', 'bigint'],
          ['state', 'nvarchar'],
        ],
        ++epoch,
        state,
      )
    if (/^SELECT \[state\]/.test(sql))
      return { columns: [['state', 'nvarchar']], rows: p.epoch === String(epoch) ? [[state]] : [] }
    if (/SELECT @load, @chunk/.test(sql)) {
      if (chunks.has(p.chunk ?? '')) return { count: 0 }
      pending = [p.chunk ?? '', { rows: p.rows ?? '0', bytes: p.bytes ?? '0' }]
      return { count: 1 }
    }
    if (/^COMMIT/.test(sql) && pending) {
      chunks.set(...pending)
      pending = undefined
    }
    if (/^SELECT \[chunk\], \[rows\]/.test(sql))
      return {
        columns: [
          ['chunk', 'nvarchar'],
          ['rows', 'bigint'],
        ],
        rows: [...chunks].map(([chunk, { rows }]) => [chunk, rows]),
      }
    if (/^SELECT COALESCE\(SUM/.test(sql)) return one(pairs, sum('rows'), sum('bytes'))
    if (/SET \[state\] = N'published'/.test(sql)) state = 'published'
    return undefined
  }, refuses)
}

/** Row tokens cannot be told from data without reading the data; tests use small texts. */
const bulkRows = (bytes: Buffer): number => bytes.toString('latin1').split('\xd1').length - 1

const open: { close(): Promise<void> }[] = []

/** Closes what a test opened: afterEach(closeAll). */
export async function closeAll(): Promise<void> {
  for (const it of open.splice(0).reverse()) await it.close()
}

export const urlOf = (peer: TdsPeer): string =>
  `mssql://sa:s3cret@127.0.0.1:${peer.port}/shop?encrypt=false`

export async function serve(
  script: ScriptedServer = {},
  refuses?: { readonly number: number; readonly message: string },
): Promise<TdsPeer> {
  const peer = await scriptedServer(script, refuses)
  open.push(peer)
  return peer
}

export async function openAt(url: string): Promise<Session> {
  const session = await openUrl(url)
  open.push(session)
  return session
}

export const statements = (peer: TdsPeer): string[] =>
  peer.requests.filter((r) => r.kind !== 'bulk').map((r) => r.sql.replace(/\s+/g, ' '))

/** The columns of `dbo.orders` in most tests. */
export const orderColumns: readonly ScriptedColumn[] = [
  { name: 'id', base: 'int', nullable: false },
  { name: 'note', base: 'nvarchar', length: 60 },
]

/** Opens a sink and prepares it; `sent` is what came after that. */
export async function prepared(
  script: ScriptedServer,
  request: SinkRequest,
): Promise<{ peer: TdsPeer; sink: Sink; sent: () => string[] }> {
  const peer = await serve(script)
  const session = await openAt(urlOf(peer))
  const sink = await session.sink(request)
  await sink.prepare()
  const before = statements(peer).length
  return { peer, sink, sent: () => statements(peer).slice(before) }
}
