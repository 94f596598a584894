import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Registry } from '../../nodes/index.ts'
import type { Issue, Severity } from '../../nodes/kit/issue.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { SourceSchemas } from '../../nodes/kit/source.ts'
import { sourceKey } from '../../nodes/kit/source.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { PlannedNode } from '../../runtime/plan/plan.ts'
import { planPipeline, sourcesOf } from '../../runtime/plan/plan-pipeline.ts'
import type { EditorStore } from './editor-store.ts'

export interface Discovered {
  readonly schemas: Readonly<Record<string, Schema>>
  readonly issues: readonly Issue[]
}

export interface PlanState {
  readonly nodes: ReadonlyMap<string, PlannedNode>
  /** In the order of the pipeline, worst first within a node. */
  readonly issues: readonly Issue[]
  readonly byNode: ReadonlyMap<string, readonly Issue[]>
  /** Columns of sources and of target tables, by `sourceKey`. */
  readonly schemas: SourceSchemas
  /** Columns of sources are being read. */
  readonly reading: boolean
  /** Why columns could not be asked for at all, e.g. no answer from the server. */
  readonly failure: string | undefined
}

export interface Planning {
  readonly state: StoreApi<PlanState>
  /** Reads the columns of all sources again, past every cache. */
  refresh(): void
  stop(): void
}

export interface PlanningOptions {
  readonly editor: EditorStore
  readonly registry: Registry
  readonly discover: (
    document: Pipeline,
    fresh: boolean,
    signal: AbortSignal,
  ) => Promise<Discovered>
  /** Milliseconds of quiet before sources are asked for their columns. */
  readonly delay?: number
}

const empty: Discovered = { schemas: {}, issues: [] }

/**
 * Plans the pipeline after every change, in the browser: columns of every port and problems of
 * every field, without a round trip. Only columns of outer sources are asked for, once each.
 */
export function createPlanning(options: PlanningOptions): Planning {
  const { editor, registry, discover, delay = 400 } = options
  const state = createStore<PlanState>(() => ({
    nodes: new Map(),
    issues: [],
    byNode: new Map(),
    schemas: new Map(),
    reading: false,
    failure: undefined,
  }))
  let planned: Pipeline | undefined
  let found = empty
  let asked = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let request: AbortController | undefined

  const replan = (document: Pipeline) => {
    planned = document
    state.setState(planState(document, registry, found))
  }

  const ask = (document: Pipeline, fresh: boolean) => {
    request?.abort()
    request = new AbortController()
    const { signal } = request
    state.setState({ reading: true, failure: undefined })
    discover(document, fresh, signal).then(
      (result) => {
        if (signal.aborted) return
        // Columns known from before stay while a half-typed setting hides their source.
        found = { schemas: { ...found.schemas, ...result.schemas }, issues: result.issues }
        state.setState({ reading: false })
        replan(editor.getState().history.document)
      },
      (error: unknown) => {
        if (signal.aborted) return
        asked = ''
        state.setState({ reading: false, failure: String((error as Error).message ?? error) })
      },
    )
  }

  const update = (document: Pipeline) => {
    if (planned && sameMeaning(planned, document)) return
    replan(document)
    const keys = JSON.stringify(
      sourcesOf(document, { registry, parameters: {} }).map(sourceKey).sort(),
    )
    if (keys === asked) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      asked = keys
      if (keys === '[]') found = { ...found, issues: [] }
      else ask(document, false)
    }, delay)
  }

  update(editor.getState().history.document)
  const unsubscribe = editor.subscribe(({ history }) => update(history.document))
  return {
    state,
    refresh: () => ask(editor.getState().history.document, true),
    stop: () => {
      unsubscribe()
      clearTimeout(timer)
      request?.abort()
    },
  }
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 }

function planState(document: Pipeline, registry: Registry, found: Discovered) {
  const schemas = new Map(Object.entries(found.schemas))
  const plan = planPipeline(document, { registry, schemas, parameters: {} })
  const known = new Set(document.nodes.map((n) => n.id))
  const unread = found.issues.filter((i) => i.node !== undefined && known.has(i.node))
  const failed = new Set(unread.map((i) => i.node))
  const order = new Map(plan.nodes.map(({ node }, i) => [node.id, i]))
  const place = (i: Issue) => (i.node === undefined ? -1 : (order.get(i.node) ?? order.size))
  const issues = [
    ...plan.issues.filter((i) =>
      i.code === 'SCHEMA_PENDING' ? !failed.has(i.node) : i.code !== 'NO_SINK' || known.size > 0,
    ),
    ...unread,
  ]
    .map(atDesignTime)
    .sort((a, b) => place(a) - place(b) || rank[a.severity] - rank[b.severity])
  const byNode = new Map<string, Issue[]>()
  for (const i of issues) {
    if (i.node === undefined) continue
    const list = byNode.get(i.node)
    if (list) list.push(i)
    else byNode.set(i.node, [i])
  }
  return { nodes: new Map(plan.nodes.map((n) => [n.node.id, n])), issues, byNode, schemas }
}

/** A parameter without a value is asked for at the start of a run: while drawing it is no error. */
const atDesignTime = (i: Issue): Issue =>
  i.code === 'MISSING_PARAMETER' ? { ...i, severity: 'info' } : i

/** Nothing that the planner looks at differs: a node moved, or the pipeline was renamed. */
export function sameMeaning(a: Pipeline, b: Pipeline): boolean {
  if (a.edges !== b.edges || a.parameters !== b.parameters) return false
  if (a.nodes === b.nodes) return true
  return (
    a.nodes.length === b.nodes.length &&
    a.nodes.every((n, i) => {
      const m = b.nodes[i]
      return (
        m !== undefined &&
        n.id === m.id &&
        n.type === m.type &&
        n.version === m.version &&
        n.label === m.label &&
        n.config === m.config
      )
    })
  )
}

/** The columns at an output port; undefined where they are not known yet. */
export const outputColumns = (state: PlanState, node: string, port: string): Schema | undefined =>
  state.nodes.get(node)?.outputs[port]?.schema

/** The columns at an input port, of the first edge where there are many. */
export const inputColumns = (state: PlanState, node: string, port: string): Schema | undefined =>
  state.nodes.get(node)?.inputs[port]?.[0]?.schema
