import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'

/** What a client sent: a statement with its parameters, or the messages of a bulk load. */
export interface TdsRequest {
  readonly kind: 'batch' | 'rpc' | 'bulk'
  readonly sql: string
  readonly parameters: Readonly<Record<string, string | null>>
  /** Of a bulk load: COLMETADATA, ROWs and DONE. */
  readonly bytes: Buffer
}

export type TdsType = 'nvarchar' | 'int' | 'bigint' | 'bit' | 'float' | 'varbinary'

export interface TdsAnswer {
  readonly columns?: readonly (readonly [name: string, type: TdsType])[]
  readonly rows?: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>
  readonly errors?: readonly { readonly number: number; readonly message: string }[]
  /** Rows a statement without a result touched. */
  readonly count?: number
  /** Tokens as they are, instead of all the above. */
  readonly tokens?: Buffer
  /** Never answers; only an attention ends it. */
  readonly hangs?: boolean
  readonly hangsUp?: boolean
}

export interface TdsPeer {
  readonly port: number
  readonly requests: readonly TdsRequest[]
  /** Attentions that came. */
  readonly attentions: () => number
  readonly close: () => Promise<void>
}

type Script = (request: TdsRequest) => TdsAnswer | undefined

const latin1Collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34])

/**
 * A server that speaks as much TDS 7.4 as a client needs to log in, run statements, load in
 * bulk, fail and be cancelled; what it answers is a script. No SQL is understood, no TLS.
 */
export async function startTdsPeer(
  script: Script,
  refuses?: { readonly number: number; readonly message: string },
): Promise<TdsPeer> {
  const requests: TdsRequest[] = []
  const sockets = new Set<Socket>()
  let attentions = 0
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let bulkSql = ''
    onMessages(socket, (type, bytes) => {
      if (type === 0x12) return send(socket, prelogin)
      if (type === 0x10) return send(socket, refuses ? refusal(refuses) : welcome)
      if (type === 0x06) {
        attentions++
        return send(socket, doneToken(0x20))
      }
      const request =
        type === 0x07
          ? ({ kind: 'bulk', sql: bulkSql, parameters: {}, bytes } as const)
          : type === 0x01
            ? batch(bytes)
            : rpc(bytes)
      if (/^insert bulk/i.test(request.sql) && request.kind === 'batch') bulkSql = request.sql
      requests.push(request)
      void answer(socket, script(request) ?? {}, request)
    })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    attentions: () => attentions,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Puts packets together to messages. */
function onMessages(socket: Socket, take: (type: number, bytes: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  let parts: Buffer[] = []
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 8 && rest.length >= rest.readUInt16BE(2)) {
      const length = rest.readUInt16BE(2)
      const [type = 0, status = 0] = rest
      parts.push(rest.subarray(8, length))
      rest = rest.subarray(length)
      if ((status & 1) === 0) continue
      const message = Buffer.concat(parts)
      parts = []
      // A message to be ignored is answered as an empty one.
      if ((status & 2) === 0) take(type, message)
      else send(socket, doneToken(0))
    }
  })
}

const packetSize = 4096

function packets(bytes: Buffer, last = true): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += packetSize) {
    const body = bytes.subarray(at, at + packetSize)
    const end = last && at + packetSize >= bytes.length ? 1 : 0
    const head = Buffer.from([0x04, end, 0, 0, 0, 0, 1, 0])
    head.writeUInt16BE(body.length + 8, 2)
    parts.push(head, body)
  }
  return Buffer.concat(parts)
}

const send = (socket: Socket, bytes: Buffer): void => void socket.write(packets(bytes))

async function answer(socket: Socket, what: TdsAnswer, request: TdsRequest): Promise<void> {
  if (what.hangsUp) return void socket.destroy()
  if (what.hangs) return
  if (what.tokens) return send(socket, what.tokens)
  const tokens: Buffer[] = []
  let count = what.count ?? 0
  if (what.columns) {
    tokens.push(metadata(what.columns))
    count = 0
    for await (const row of what.rows ?? []) {
      tokens.push(rowToken(row, what.columns))
      count++
      if (count % 500 === 0) {
        // A server sends as fast as its client reads.
        if (!socket.write(packets(Buffer.concat(tokens.splice(0)), false)))
          await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve))
        if (socket.destroyed) return
      }
    }
  }
  for (const { number, message } of what.errors ?? []) tokens.push(errorToken(number, message))
  const change = transactionChange(request.sql, (what.errors ?? []).length > 0)
  if (change) tokens.push(change)
  tokens.push(doneToken(what.errors?.length ? 0x02 : 0x10, count))
  send(socket, Buffer.concat(tokens))
}

const descriptor = Buffer.from([1, 0, 0, 0, 1, 0, 0, 0])

function transactionChange(sql: string, failed: boolean): Buffer | undefined {
  if (failed) return undefined
  const none = Buffer.from([0])
  const some = Buffer.concat([Buffer.from([8]), descriptor])
  if (/\bBEGIN TRANSACTION\s*$/.test(sql)) return envChange(8, some, none)
  if (/^COMMIT TRANSACTION/.test(sql)) return envChange(9, none, some)
  if (/\bROLLBACK TRANSACTION/.test(sql)) return envChange(10, none, some)
  return undefined
}

const prelogin = Buffer.from([
  0x00, 0, 11, 0, 6, 0x01, 0, 17, 0, 1, 0xff, 16, 0, 0x10, 0x77, 0, 0, 2,
])

const bVarchar = (text: string) =>
  Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'utf16le')])
const usVarchar = (text: string) => {
  const length = Buffer.alloc(2)
  length.writeUInt16LE(text.length)
  return Buffer.concat([length, Buffer.from(text, 'utf16le')])
}

function token(id: number, body: Buffer): Buffer {
  const head = Buffer.from([id, 0, 0])
  head.writeUInt16LE(body.length, 1)
  return Buffer.concat([head, body])
}

const envChange = (type: number, now: Buffer, before: Buffer): Buffer =>
  token(0xe3, Buffer.concat([Buffer.from([type]), now, before]))

function doneToken(status: number, count = 0): Buffer {
  const bytes = Buffer.alloc(13)
  bytes[0] = 0xfd
  bytes.writeUInt16LE(status, 1)
  bytes.writeBigUInt64LE(BigInt(count), 5)
  return bytes
}

function errorToken(number: number, message: string): Buffer {
  const head = Buffer.alloc(6)
  head.writeInt32LE(number)
  head[4] = 1
  head[5] = 16
  const line = Buffer.from([1, 0, 0, 0])
  return token(
    0xaa,
    Buffer.concat([head, usVarchar(message), bVarchar('peer'), bVarchar(''), line]),
  )
}

const welcome = Buffer.concat([
  envChange(1, bVarchar('shop'), bVarchar('master')),
  envChange(7, Buffer.concat([Buffer.from([5]), latin1Collation]), Buffer.from([0])),
  token(
    0xad,
    Buffer.concat([
      Buffer.from([1, 0x74, 0, 0, 4]),
      bVarchar('Scripted peer'),
      Buffer.from([16, 0, 0x10, 0x77]),
    ]),
  ),
  doneToken(0),
])

const refusal = ({ number, message }: { number: number; message: string }) =>
  Buffer.concat([errorToken(number, message), doneToken(2)])

const typeInfo: Readonly<Record<TdsType, Buffer>> = {
  nvarchar: Buffer.concat([Buffer.from([0xe7, 0xff, 0xff]), latin1Collation]),
  varbinary: Buffer.from([0xa5, 0xff, 0xff]),
  int: Buffer.from([0x26, 4]),
  bigint: Buffer.from([0x26, 8]),
  bit: Buffer.from([0x68, 1]),
  float: Buffer.from([0x6d, 8]),
}

function metadata(columns: readonly (readonly [string, TdsType])[]): Buffer {
  const count = Buffer.from([0x81, columns.length & 255, columns.length >> 8])
  const each = columns.map(([name, type]) =>
    Buffer.concat([Buffer.from([0, 0, 0, 0, 1, 0]), typeInfo[type], bVarchar(name)]),
  )
  return Buffer.concat([count, ...each])
}

const rowToken = (
  row: readonly unknown[],
  columns: readonly (readonly [string, TdsType])[],
): Buffer =>
  Buffer.concat([Buffer.from([0xd1]), ...columns.map(([, type], i) => valueBytes(row[i], type))])

function valueBytes(value: unknown, type: TdsType): Buffer {
  if (type === 'nvarchar' || type === 'varbinary') {
    if (value === null) return Buffer.alloc(8, 0xff)
    const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value), 'utf16le')
    const head = Buffer.alloc(8)
    head.writeBigUInt64LE(BigInt(bytes.length))
    const length = Buffer.alloc(4)
    length.writeUInt32LE(bytes.length)
    return Buffer.concat([head, ...(bytes.length > 0 ? [length, bytes] : []), Buffer.alloc(4)])
  }
  if (value === null) return Buffer.from([0])
  const width = { int: 4, bigint: 8, bit: 1, float: 8 }[type]
  const bytes = Buffer.alloc(width + 1)
  bytes[0] = width
  if (type === 'int') bytes.writeInt32LE(Number(value), 1)
  else if (type === 'bigint') bytes.writeBigInt64LE(BigInt(value as number | bigint | string), 1)
  else if (type === 'bit') bytes[1] = value ? 1 : 0
  else bytes.writeDoubleLE(Number(value), 1)
  return bytes
}

function batch(bytes: Buffer): TdsRequest {
  const sql = bytes.subarray(bytes.readUInt32LE()).toString('utf16le')
  return { kind: 'batch', sql, parameters: {}, bytes: Buffer.alloc(0) }
}

/** `sp_executesql` with nvarchar and bigint parameters. */
function rpc(bytes: Buffer): TdsRequest {
  let at = bytes.readUInt32LE()
  at += bytes.readUInt16LE(at) === 0xffff ? 4 : 2 + bytes.readUInt16LE(at) * 2
  at += 2
  const found: [string, string | null][] = []
  while (at < bytes.length) {
    const nameLength = bytes[at] ?? 0
    const name = bytes.toString('utf16le', at + 1, at + 1 + nameLength * 2)
    at += 2 + nameLength * 2
    const [value, next] = parameter(bytes, at)
    found.push([name.replace('@', ''), value])
    at = next
  }
  const [sql, , ...rest] = found
  return {
    kind: 'rpc',
    sql: sql?.[1] ?? '',
    parameters: Object.fromEntries(rest),
    bytes: Buffer.alloc(0),
  }
}

function parameter(bytes: Buffer, start: number): [string | null, number] {
  const type = bytes[start]
  if (type === 0x26) {
    const length = bytes[start + 2] ?? 0
    const at = start + 3
    const value = length === 8 ? bytes.readBigInt64LE(at) : length === 4 ? bytes.readInt32LE(at) : 0
    return [length === 0 ? null : String(value), at + length]
  }
  if (type !== 0xe7) throw new Error(`parameter type ${type}`)
  const at = start + 8
  if (bytes.readUInt16LE(start + 1) !== 0xffff) {
    const length = bytes.readUInt16LE(at)
    if (length === 0xffff) return [null, at + 2]
    return [bytes.toString('utf16le', at + 2, at + 2 + length), at + 2 + length]
  }
  if (bytes.readBigUInt64LE(at) === 0xffffffffffffffffn) return [null, at + 8]
  let text = ''
  let next = at + 8
  for (let part = bytes.readUInt32LE(next); part > 0; part = bytes.readUInt32LE(next)) {
    text += bytes.toString('utf16le', next + 4, next + 4 + part)
    next += 4 + part
  }
  return [text, next + 4]
}
