import { Readable } from 'node:stream'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ScriptedServer } from '../../../e2e/support/mssql-script.ts'
import {
  closeAll,
  orderColumns as columns,
  openAt,
  prepared as prepare,
  serve,
  urlOf,
} from '../../../e2e/support/mssql-script.ts'
import type { TdsAnswer } from '../../../e2e/support/tds-peer.ts'
import { writeRows } from '../../../e2e/support/wire.ts'
import * as t from '../../../nodes/kit/data-type.ts'
import { column } from '../../../nodes/kit/schema.ts'
import type { SinkRequest } from '../connector.ts'
import { stagingTable } from '../load.ts'

vi.setConfig({ testTimeout: 20_000 })
// The real driver over a real socket; only what the server answers is a script.
afterEach(closeAll)

const schema = [column('id', t.integer, false), column('note', { kind: 'text', length: 30 })]
const _source = { kind: 'table', connection: 'x', table: { name: 'orders' } } as const

const request = (more: Partial<SinkRequest> = {}): SinkRequest => ({
  table: { name: 'orders' },
  columns: schema,
  mode: 'append',
  key: ['id'],
  load: 'f00:sink',
  resume: false,
  ...more,
})

const _staging = `[dbo].[${stagingTable('f00:sink')}]`
const _checkpoint = '[dbo].[_migrateiq_checkpoint]'
const two = [
  ['1', 'one'],
  ['2', null],
] as const

const prepared = (script: ScriptedServer, more: Partial<SinkRequest> = {}) =>
  prepare(script, request(more))

describe('loading that fails', () => {
  const orders: ScriptedServer = { columns, key: ['id'] }

  const failures: readonly [string, TdsAnswer, string][] = [
    [
      'a value the server refuses',
      {
        errors: [
          {
            number: 4815,
            message: 'Received an invalid column length from the bcp client for colid 2.',
          },
        ],
      },
      'VALUE_DOES_NOT_FIT',
    ],
    [
      'a full log',
      { errors: [{ number: 9002, message: "The transaction log for database 'shop' is full." }] },
      'TARGET_DISK_FULL',
    ],
    [
      'a deadlock',
      { errors: [{ number: 1205, message: 'Transaction was deadlocked.' }] },
      'QUERY_FAILED',
    ],
  ]
  test.each(failures)('%s', async (_, answer, code) => {
    const { sink } = await prepared({
      ...orders,
      answer: (r) => (r.kind === 'bulk' ? answer : undefined),
    })
    await expect(writeRows(sink, 'a', two)).rejects.toMatchObject({
      code,
      data: { table: 'orders', chunk: 'a', hint: expect.any(String) },
    })
  })

  test('a statement that is refused, a value that does not fit, and rows that break off', async () => {
    let answer: TdsAnswer | undefined = {
      errors: [{ number: 229, message: 'The INSERT permission was denied.' }],
    }
    const { sink } = await prepared({
      ...orders,
      answer: (r) => (/^INSERT BULK/.test(r.sql) && r.kind === 'batch' ? answer : undefined),
    })
    await expect(writeRows(sink, 'a', two)).rejects.toMatchObject({ code: 'PRIVILEGE_MISSING' })
    answer = undefined
    await expect(writeRows(sink, 'b', [['x', null]])).rejects.toMatchObject({
      code: 'VALUE_DOES_NOT_FIT',
      data: { details: { column: 'id', value: 'x', line: 1 } },
    })
    async function* broken() {
      yield Buffer.from('1\tone\n')
      throw new Error('the source broke off')
    }
    const signal = new AbortController().signal
    await expect(
      sink.write({ id: 'c', format: 'text', rows: Readable.from(broken()), signal }),
    ).rejects.toThrow('the source broke off')
    expect(await writeRows(sink, 'd', two)).toEqual({ rows: 2 })
    expect(await sink.publish()).toEqual({ rows: 2 })
  })

  test('a cancelled chunk ends at once', async () => {
    const { sink } = await prepared(orders)
    const stop = new AbortController()
    const endless = new Readable({ read() {} })
    endless.push('1\tone\n')
    const written = sink.write({ id: 'a', format: 'text', rows: endless, signal: stop.signal })
    const refused = expect(written).rejects.toMatchObject({ code: 'CANCELLED' })
    setTimeout(() => stop.abort(), 50)
    await refused
  })

  test('after a lost reply the chunk\u2019s row decides', async () => {
    let loses = true
    const { sink } = await prepared({
      ...orders,
      answer: ({ sql }) => {
        if (!loses || !/SELECT @load, @chunk/.test(sql)) return undefined
        loses = false
        return { hangsUp: true }
      },
    })
    // The row of the chunk was not committed: the chunk is not in.
    await expect(writeRows(sink, 'a', two)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    expect(await writeRows(sink, 'a', two)).toEqual({ rows: 2 })
  })

  test('who has been overtaken writes nothing', async () => {
    const peer = await serve(orders)
    const session = await openAt(urlOf(peer))
    const first = await session.sink(request())
    await first.prepare()
    const second = await session.sink(request({ resume: true }))
    await second.prepare()
    await expect(writeRows(first, 'a', two)).rejects.toMatchObject({ code: 'LOAD_TAKEN_OVER' })
    await expect(first.publish()).rejects.toMatchObject({ code: 'LOAD_TAKEN_OVER' })
  })
})
