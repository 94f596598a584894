import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { registry } from '../../../nodes/index.ts'
import { parsePipeline } from '../../pipeline/parse.ts'
import { planPipeline } from '../../plan/plan-pipeline.ts'
import { nodeRedHost } from './node-red-host.ts'
import { makeUserDir, startNodeRed } from './runtime.ts'

const inline = { columns: [{ name: 'id', type: 'integer' }], rows: [['1'], ['2']] }
const filter = { condition: 'id > 1' }

/** `a` → filter `f` → union `u`, both from its pass and its reject port, and `b` beside them. */
function diamond() {
  const { pipeline } = parsePipeline({
    schemaVersion: 1,
    name: 'diamond',
    nodes: [
      { id: 'a', type: 'source.inline', config: inline },
      { id: 'b', type: 'source.inline', config: inline },
      { id: 'f', type: 'transform.filter', config: filter },
      { id: 'u', type: 'transform.union' },
    ],
    edges: [
      { id: '1', source: 'a', target: 'f' },
      { id: '2', source: 'f', sourcePort: 'pass', target: 'u' },
      { id: '3', source: 'f', sourcePort: 'reject', target: 'u' },
      { id: '4', source: 'a', target: 'u' },
    ],
  })
  if (!pipeline) throw new Error('the fixture does not parse')
  return planPipeline(pipeline, { registry, schemas: new Map(), parameters: {} })
}

describe('nodeRedHost', () => {
  test('leaves no folder behind, however the process ends', async () => {
    const userDir = makeUserDir()
    expect(existsSync(userDir)).toBe(true)
    await startNodeRed(userDir)
    expect(existsSync(userDir)).toBe(false)
  })

  test('executes every node once, after all it reads from', async () => {
    const order: string[] = []
    const execute = async ({ node }: { node: { id: string } }) => {
      await new Promise((resolve) => setTimeout(resolve, node.id === 'a' ? 20 : 1))
      order.push(node.id)
    }
    await nodeRedHost.run(diamond(), execute, new AbortController().signal)
    expect([...order].sort()).toEqual(['a', 'b', 'f', 'u'])
    expect(order.indexOf('a')).toBeLessThan(order.indexOf('f'))
    expect(order.at(-1)).toBe('u')
  })

  test('independent branches run side by side', async () => {
    // Each of the two sources ends only when both have begun.
    let begun = 0
    let release = () => {}
    const both = new Promise<void>((resolve) => (release = resolve))
    const execute = async ({ node }: { node: { id: string } }) => {
      if (node.id !== 'a' && node.id !== 'b') return
      if (++begun === 2) release()
      await both
    }
    await nodeRedHost.run(diamond(), execute, new AbortController().signal)
    expect(begun).toBe(2)
  })

  test('a failure is passed on, and nothing behind it starts', async () => {
    const started: string[] = []
    const execute = async ({ node }: { node: { id: string } }) => {
      started.push(node.id)
      if (node.id === 'f') throw new Error('no')
    }
    const run = nodeRedHost.run(diamond(), execute, new AbortController().signal)
    await expect(run).rejects.toThrow('no')
    expect(started).not.toContain('u')
  })

  test('an abort ends the run when the nodes under way have ended', async () => {
    const controller = new AbortController()
    const ended: string[] = []
    const execute = async ({ node }: { node: { id: string } }, signal: AbortSignal) => {
      controller.abort()
      await new Promise((resolve) => setTimeout(resolve, 10))
      expect(signal.aborted).toBe(true)
      ended.push(node.id)
    }
    await expect(nodeRedHost.run(diamond(), execute, controller.signal)).rejects.toMatchObject({
      code: 'CANCELLED',
    })
    expect(ended.length).toBeGreaterThan(0)
    expect(ended).not.toContain('u')
  })

  test('runs of one process do not disturb each other', async () => {
    const count = async () => {
      let executed = 0
      const execute = async () => void executed++
      await nodeRedHost.run(diamond(), execute, new AbortController().signal)
      return executed
    }
    expect(await Promise.all([count(), count(), count()])).toEqual([4, 4, 4])
  })

  test('a plan without nodes is done at once', async () => {
    const { pipeline } = parsePipeline({ schemaVersion: 1, name: 'empty' })
    if (!pipeline) throw new Error('the fixture does not parse')
    const plan = planPipeline(pipeline, { registry, schemas: new Map(), parameters: {} })
    await nodeRedHost.run(plan, async () => {}, new AbortController().signal)
  })
})
