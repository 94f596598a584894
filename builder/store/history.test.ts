import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { pipelineSchema } from '../../runtime/pipeline/schema.ts'
import { copyNodes, prepareClip } from './clipboard.ts'
import type { Command } from './command.ts'
import * as commands from './commands.ts'
import { refusalOf } from './connection.ts'
import type { History } from './history.ts'
import { execute, groupWindow, nextUndo, redo, startHistory, undo } from './history.ts'
import { freshId, nodeIds } from './ids.ts'
import { definitions, edge, node, pipeline } from './test-pipeline.ts'

const types = [...definitions.keys()]
const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % (items.length || 1)]

/** What a person may do next, chosen by numbers so that it fits any document. */
type Act = (document: Pipeline) => Command | undefined
const number = fc.nat(1000)
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.tuple(number, number, number).map(
    ([t, x, y]): Act =>
      (document) => {
        const type = pick(types, t) ?? 'source.file'
        return commands.addNode(node(freshId(type, nodeIds(document)), type, x, y))
      },
  ),
  fc.tuple(number, number).map(
    ([n, x]): Act =>
      (document) => {
        const moved = pick(document.nodes, n)
        return moved && commands.moveNodes({ [moved.id]: { x, y: x % 7 } }, 'keys')
      },
  ),
  fc.tuple(number, number, fc.boolean()).map(
    ([s, t, right]): Act =>
      (document) => {
        const source = pick(document.nodes, s)
        const target = pick(document.nodes, t)
        if (!source || !target) return undefined
        const targetPort = target.type === 'transform.join' ? (right ? 'right' : 'left') : 'in'
        return commands.connect(
          { source: source.id, sourcePort: 'out', target: target.id, targetPort },
          definitions,
        )
      },
  ),
  fc.tuple(number, fc.constantFrom('a', 'b'), fc.jsonValue()).map(([n, key, value]): Act => {
    return (document) => {
      const target = pick(document.nodes, n)
      const json = JSON.parse(JSON.stringify(value)) as string
      return target && commands.configure(target.id, [key, 'list', n % 3], json)
    }
  }),
  number.map(
    (n): Act =>
      (document) => {
        const gone = pick(document.nodes, n)
        return gone && commands.removeNodes([gone.id])
      },
  ),
  number.map(
    (n): Act =>
      (document) => {
        const gone = pick(document.nodes, n)
        return gone && commands.removeAndReconnect([gone.id], definitions)
      },
  ),
  number.map(
    (n): Act =>
      (document) => {
        const copied = pick(document.nodes, n)
        if (!copied) return undefined
        const clip = copyNodes(document, [copied.id])
        const ready = prepareClip(clip, document, definitions, { links: n % 2 === 0 })
        return commands.insertNodes(ready.nodes, ready.edges, 'paste')
      },
  ),
  fc.tuple(number, fc.string({ maxLength: 5 })).map(
    ([n, label]): Act =>
      (document) => {
        const named = pick(document.nodes, n)
        return named && commands.relabelNode(named.id, label)
      },
  ),
  fc.string({ maxLength: 8 }).map(
    (name): Act =>
      () =>
        commands.renamePipeline(name),
  ),
)

const play = (acts: readonly Act[], spacing: number): History[] => {
  const states = [startHistory(pipeline())]
  acts.forEach((next, i) => {
    const history = states.at(-1) as History
    const command = next(history.document)
    if (command) states.push(execute(history, command, i * spacing))
  })
  return states
}

test('undoing everything gives back the first document, redoing everything the last', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), fc.constantFrom(1, 5000), (acts, spacing) => {
      const states = play(acts, spacing)
      const last = states.at(-1) as History
      let history = last
      while (nextUndo(history)) history = undo(history)
      expect(history.document).toEqual(pipeline())
      while (history.future.length > 0) history = redo(history)
      expect(history.document).toEqual(last.document)
    }),
  )
})

test('one undo gives back the document before the last command', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 40 }), (acts) => {
      const states = play(acts, groupWindow + 1)
      const last = states.at(-1) as History
      const before = states.findLast((s) => s.past.length < last.past.length)
      if (before) expect(undo(last).document).toEqual(before.document)
    }),
  )
})

test('no sequence of commands makes a document that the schema or the graph rules refuse', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const { document } = play(acts, 1).at(-1) as History
      expect(pipelineSchema.safeParse(document).error).toBeUndefined()
      expect(nodeIds(document).size).toBe(document.nodes.length)
      for (const e of document.edges) {
        const without = { ...document, edges: document.edges.filter((other) => other !== e) }
        expect(refusalOf(without, definitions, e)).toBeUndefined()
      }
    }),
  )
})

const chain = pipeline(
  [node('src', 'source.file'), node('a'), node('end', 'sink.file')],
  [edge('src', 'a'), edge('a', 'end')],
)

test('keystrokes in one field are one step, those in another field or later are not', () => {
  let history = startHistory(chain)
  history = execute(history, commands.configure('a', ['expression'], 'x'), 0)
  history = execute(history, commands.configure('a', ['expression'], 'x > 1'), 500)
  expect(history.past).toHaveLength(1)
  history = execute(history, commands.configure('a', ['other'], 'y'), 600)
  expect(history.past).toHaveLength(2)
  history = execute(history, commands.configure('a', ['other'], 'yy'), 600 + groupWindow)
  expect(history.past).toHaveLength(3)
  expect(undo(undo(undo(history))).document).toEqual(chain)
})

test('a command that changes nothing leaves no step and keeps what can be redone', () => {
  const moved = execute(startHistory(chain), commands.moveNodes({ a: { x: 16, y: 0 } }))
  const back = undo(moved)
  expect(execute(back, commands.moveNodes({ a: { x: 0, y: 0 } }))).toBe(back)
  expect(redo(back).document).toEqual(moved.document)
})

test('the label says what would be undone', () => {
  const positions = { src: { x: 1, y: 1 }, a: { x: 2, y: 2 }, end: { x: 3, y: 3 } }
  const label = nextUndo(execute(startHistory(chain), commands.moveNodes(positions)))
  expect(label?.message).toContain('Move # nodes')
  expect(label?.values).toEqual({ count: 3 })
})

test('deleting with reconnect joins what was before to what was behind, without rejects', () => {
  const document = pipeline(
    [...chain.nodes, node('bad', 'sink.file')],
    [...chain.edges, edge('a', 'bad', 'reject')],
  )
  const after = execute(startHistory(document), commands.removeAndReconnect(['a'], definitions))
  const ends = after.document.edges.map((e) => `${e.source}.${e.sourcePort}>${e.target}`)
  expect(ends).toEqual(['src.out>end'])
})

test('no path of a config reaches a prototype', () => {
  const history = execute(
    startHistory(chain),
    commands.configure('a', ['__proto__', 'polluted'], true),
  )
  expect(history.past).toHaveLength(0)
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})
