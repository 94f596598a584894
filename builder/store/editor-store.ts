import type { MessageDescriptor } from '@lingui/core'
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { Command } from './command.ts'
import { graphOf } from './graph.ts'
import type { History } from './history.ts'
import { execute, redo, startHistory, undo } from './history.ts'

const none: ReadonlySet<string> = new Set()

/** A sentence for the polite live region; `at` tells two equal sentences apart. */
export interface Announcement {
  readonly message: MessageDescriptor
  readonly at: number
  /** Also shown to the eye, for as long as a toast stays. */
  readonly visible: boolean
}

export interface EditorState {
  readonly history: History
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** The one node in the tab order: where the keyboard is. */
  readonly current: string | undefined
  readonly announcement: Announcement | undefined

  execute(command: Command): void
  undo(): void
  redo(): void
  /** Another document takes the place of this one, and the log starts afresh. */
  load(document: Pipeline): void
  select(nodes: Iterable<string>, edges?: Iterable<string>): void
  setCurrent(id: string | undefined): void
  announce(message: MessageDescriptor, visible?: boolean): void
}

export type EditorStore = StoreApi<EditorState>

/** The document under edit with its log, and what is selected; selection is not history. */
export function createEditorStore(document: Pipeline): EditorStore {
  return createStore<EditorState>()((set, get) => {
    const to = (history: History) => {
      if (history !== get().history) set({ history, ...keep(get(), history.document) })
    }
    return {
      history: startHistory(document),
      nodes: none,
      edges: none,
      current: undefined,
      announcement: undefined,
      execute: (command) => to(execute(get().history, command)),
      undo: () => to(undo(get().history)),
      redo: () => to(redo(get().history)),
      load: (next) => to(startHistory(next)),
      select: (nodes, edges = none) => {
        const next = { nodes: same(get().nodes, nodes), edges: same(get().edges, edges) }
        if (next.nodes !== get().nodes || next.edges !== get().edges) set(next)
      },
      setCurrent: (current) => {
        if (current !== get().current) set({ current })
      },
      announce: (message, visible = false) =>
        set({ announcement: { message, visible, at: Date.now() } }),
    }
  })
}

/** Selection and keyboard place without what no longer exists. */
function keep(state: EditorState, document: Pipeline) {
  const graph = graphOf(document)
  const edgeIds = new Set(document.edges.map((e) => e.id))
  const { current } = state
  return {
    nodes: same(
      state.nodes,
      [...state.nodes].filter((id) => graph.nodes.has(id)),
    ),
    edges: same(
      state.edges,
      [...state.edges].filter((id) => edgeIds.has(id)),
    ),
    current: current !== undefined && graph.nodes.has(current) ? current : undefined,
  }
}

/** `before` itself when it holds the same ids, so that nobody is told of no change. */
function same(before: ReadonlySet<string>, ids: Iterable<string>): ReadonlySet<string> {
  const after = new Set(ids)
  return after.size === before.size && [...after].every((id) => before.has(id)) ? before : after
}
