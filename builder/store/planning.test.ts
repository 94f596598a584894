import { expect, test } from 'vitest'
import { registry } from '../../nodes/index.ts'
import { text } from '../../nodes/kit/data-type.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import { issue } from '../../nodes/kit/issue.ts'
import { column } from '../../nodes/kit/schema.ts'
import { sourceKey } from '../../nodes/kit/source.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import { sourcesOf } from '../../runtime/plan/plan-pipeline.ts'
import { configure, moveNodes, relabelNode } from './commands.ts'
import { createEditorStore } from './editor-store.ts'
import type { Discovered } from './planning.ts'
import { createPlanning, outputColumns, sameMeaning } from './planning.ts'
import { node, pipeline } from './test-pipeline.ts'

const withFile = (path: string): Pipeline =>
  pipeline([{ ...node('src', 'source.file'), config: { path } }])

/** Knows every file but `missing.csv`: two columns each. */
function answer(document: Pipeline): Discovered {
  const schemas: Record<string, ReturnType<typeof column>[]> = {}
  const issues: Issue[] = []
  for (const source of sourcesOf(document, { registry, parameters: {} })) {
    if (source.kind === 'files' && source.path === 'missing.csv')
      issues.push(
        issue('SCHEMA_UNKNOWN', ['path'], { reason: 'no such file', hint: '' }, { node: 'src' }),
      )
    else schemas[sourceKey(source)] = [column('id', text), column('name', text)]
  }
  return { schemas, issues }
}

function start(document: Pipeline) {
  const editor = createEditorStore(document)
  const requests: string[] = []
  const planning = createPlanning({
    editor,
    registry,
    delay: 0,
    discover: async (asked) => {
      requests.push(String(asked.nodes[0]?.config.path))
      return answer(asked)
    },
  })
  const until = async (ok: () => boolean) => {
    while (!ok()) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const columns = () =>
    outputColumns(planning.state.getState(), 'src', 'out')
      ?.map((c) => c.name)
      .join(',')
  return { editor, planning, requests, until, columns }
}

test('columns appear when the source has been asked, and once is enough', async () => {
  const { editor, requests, until, columns } = start(withFile('a.csv'))
  expect(columns()).toBeUndefined()
  await until(() => columns() === 'id,name')
  editor.getState().execute(moveNodes({ src: { x: 5, y: 5 } }))
  editor.getState().execute(relabelNode('src', 'People'))
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(requests).toEqual(['a.csv'])
})

test('what could not be read is a problem of its field, in place of “not yet read”', async () => {
  const { editor, planning, until } = start(withFile('a.csv'))
  await until(() => !planning.state.getState().byNode.has('src'))
  editor.getState().execute(configure('src', ['path'], 'missing.csv'))
  const codes = () =>
    planning.state
      .getState()
      .byNode.get('src')
      ?.map((i) => i.code)
  expect(codes()).toEqual(['SCHEMA_PENDING'])
  await until(() => codes()?.[0] === 'SCHEMA_UNKNOWN')
  expect(codes()).toEqual(['SCHEMA_UNKNOWN'])
})

test('moving a node means nothing to the planner, configuring it does', () => {
  const editor = createEditorStore(withFile('a.csv'))
  const before = editor.getState().history.document
  editor.getState().execute(moveNodes({ src: { x: 5, y: 5 } }))
  const moved = editor.getState().history.document
  expect(sameMeaning(before, moved)).toBe(true)
  editor.getState().execute(configure('src', ['path'], 'b.csv'))
  expect(sameMeaning(moved, editor.getState().history.document)).toBe(false)
})
