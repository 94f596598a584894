import { msg, plural } from '@lingui/core/macro'
import type {
  Parameter,
  Pipeline,
  PipelineEdge,
  PipelineNode,
} from '../../runtime/pipeline/schema.ts'
import type { Command } from './command.ts'
import type { Definitions, Wire } from './connection.ts'
import { refusalOf } from './connection.ts'
import { edgeIds, freshEdgeId } from './ids.ts'

export type Positions = Readonly<Record<string, { readonly x: number; readonly y: number }>>
export type ConfigPath = readonly (string | number)[]
type Config = PipelineNode['config']
type Json = Config[string]

/** Adds a node, with the edges that link it. */
export const addNode = (node: PipelineNode, edges: readonly PipelineEdge[] = []): Command => ({
  label: msg`Add a node`,
  change: (draft) => {
    draft.nodes.push(structuredClone(node))
    draft.edges.push(...edges.map((e) => ({ ...e })))
  },
})

/** Adds what was pasted or duplicated, as one step. */
export const insertNodes = (
  nodes: readonly PipelineNode[],
  edges: readonly PipelineEdge[],
  verb: 'paste' | 'duplicate',
): Command => {
  const count = nodes.length
  return {
    label:
      verb === 'paste'
        ? msg`${plural(count, { one: 'Paste # node', other: 'Paste # nodes' })}`
        : msg`${plural(count, { one: 'Duplicate # node', other: 'Duplicate # nodes' })}`,
    change: (draft) => {
      draft.nodes.push(...structuredClone([...nodes]))
      draft.edges.push(...edges.map((e) => ({ ...e })))
    },
  }
}

/** `group` joins the small steps of arrow keys held down. */
export const moveNodes = (positions: Positions, group?: string): Command => {
  const count = Object.keys(positions).length
  return {
    label: msg`${plural(count, { one: 'Move # node', other: 'Move # nodes' })}`,
    change: (draft) => place(draft, positions),
    ...(group === undefined ? {} : { group: `move:${group}` }),
  }
}

export const arrangeNodes = (positions: Positions): Command => {
  const count = Object.keys(positions).length
  return {
    label: msg`${plural(count, { one: 'Arrange # node', other: 'Arrange # nodes' })}`,
    change: (draft) => place(draft, positions),
  }
}

function place(draft: Pipeline, positions: Positions): void {
  for (const node of draft.nodes) {
    const to = Object.hasOwn(positions, node.id) ? positions[node.id] : undefined
    if (to && (to.x !== node.position.x || to.y !== node.position.y))
      node.position = { x: to.x, y: to.y }
  }
}

/** Sets one value inside a node's config; `undefined` removes it. Keystrokes are one step. */
export const configure = (id: string, path: ConfigPath, value: Json | undefined): Command => ({
  label: msg`Change a setting`,
  group: `config:${id}:${JSON.stringify(path)}`,
  change: (draft) => {
    const node = draft.nodes.find((n) => n.id === id)
    if (node) setAt(node.config, path, value)
  },
})

/** Replaces a node's whole config, e.g. when a quick fix touches several places. */
export const replaceConfig = (id: string, config: Config): Command => ({
  label: msg`Change settings`,
  change: (draft) => {
    const node = draft.nodes.find((n) => n.id === id)
    if (node) node.config = structuredClone(config)
  },
})

export const relabelNode = (id: string, label: string): Command => ({
  label: msg`Rename a node`,
  group: `label:${id}`,
  change: (draft) => setText(draft, id, 'label', label),
})

export const annotateNode = (id: string, note: string): Command => ({
  label: msg`Change a note`,
  group: `note:${id}`,
  change: (draft) => setText(draft, id, 'note', note),
})

function setText(draft: Pipeline, id: string, key: 'label' | 'note', text: string): void {
  const node = draft.nodes.find((n) => n.id === id)
  if (!node || (node[key] ?? '') === text) return
  if (text === '') delete node[key]
  else node[key] = text
}

export const connect = (wire: Wire, definitions: Definitions): Command => ({
  label: msg`Connect two nodes`,
  change: (draft) => {
    // Asked again here: between the gesture and the command the document may have changed.
    if (refusalOf(draft, definitions, wire)) return
    draft.edges.push({ id: freshEdgeId(edgeIds(draft)), ...wire })
  },
})

export const disconnect = (ids: readonly string[]): Command => {
  const count = ids.length
  return {
    label: msg`${plural(count, { one: 'Delete # edge', other: 'Delete # edges' })}`,
    change: (draft) => {
      draft.edges = draft.edges.filter((e) => !ids.includes(e.id))
    },
  }
}

/** Removes nodes with their edges, and further `edges`. */
export const removeNodes = (ids: readonly string[], edges: readonly string[] = []): Command => {
  const count = ids.length
  if (count === 0) return disconnect(edges)
  return {
    label: msg`${plural(count, { one: 'Delete # node', other: 'Delete # nodes' })}`,
    change: (draft) => {
      draft.nodes = draft.nodes.filter((n) => !ids.includes(n.id))
      draft.edges = draft.edges.filter(
        (e) => !ids.includes(e.source) && !ids.includes(e.target) && !edges.includes(e.id),
      )
    },
  }
}

/** Removes nodes and joins what was before them to what was behind, where the ports allow. */
export const removeAndReconnect = (ids: readonly string[], definitions: Definitions): Command => {
  const count = ids.length
  return {
    label: msg`${plural(count, {
      one: 'Delete # node and reconnect',
      other: 'Delete # nodes and reconnect',
    })}`,
    change: (draft) => {
      for (const id of ids) removeOne(draft, id, definitions)
    },
  }
}

function removeOne(draft: Pipeline, id: string, definitions: Definitions): void {
  const [before] = draft.edges.filter((e) => e.target === id)
  const after = draft.edges.filter((e) => e.source === id)
  const rejects = new Set(
    definitions
      .get(draft.nodes.find((n) => n.id === id)?.type ?? '')
      ?.outputs.filter((p) => p.reject)
      .map((p) => p.name),
  )
  removeNodes([id]).change(draft)
  if (!before) return
  for (const { sourcePort, target, targetPort } of after) {
    // Rows that were rejected exist no more once the rule is gone.
    if (rejects.has(sourcePort)) continue
    const wire = { source: before.source, sourcePort: before.sourcePort, target, targetPort }
    if (!refusalOf(draft, definitions, wire))
      draft.edges.push({ id: freshEdgeId(edgeIds(draft)), ...wire })
  }
}

export const renamePipeline = (name: string): Command => ({
  label: msg`Rename the pipeline`,
  group: 'name',
  change: (draft) => {
    if (name.trim() !== '') draft.name = name
  },
})

export const setParameters = (parameters: readonly Parameter[]): Command => ({
  label: msg`Change parameters`,
  change: (draft) => {
    draft.parameters = structuredClone([...parameters])
  },
})

/** Puts an imported document in the place of this one; its name stays when it has one. */
export const importPipeline = (pipeline: Pipeline): Command => ({
  label: msg`Import a pipeline`,
  change: (draft) => {
    Object.assign(draft, structuredClone(pipeline))
  },
})

const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/** Sets or removes a value inside nested objects and arrays, making what is missing. */
export function setAt(root: Config, path: ConfigPath, value: Json | undefined): void {
  if (path.some((key) => forbidden.has(String(key)))) return
  let place: Container = root
  for (const [depth, step] of path.entries()) {
    // Beyond an array's end means behind its last item: an array has no holes.
    const key = Array.isArray(place) ? Math.min(Number(step), place.length) : step
    if (depth === path.length - 1) {
      if (value !== undefined) place[key] = structuredClone(value)
      else if (Array.isArray(place)) place.splice(Number(key), 1)
      else delete place[key]
      return
    }
    const next = place[key]
    if (next === null || typeof next !== 'object')
      place[key] = typeof path[depth + 1] === 'number' ? [] : {}
    place = place[key] as Container
  }
}

type Container = Record<string | number, Json>
