import type { z } from 'zod'
import type { Issue } from './issue.ts'
import type { Message } from './message.ts'
import type { Relation } from './relation.ts'
import type { Schema } from './schema.ts'
import type { Source, SourceSchemas } from './source.ts'
import type { Stage } from './stage.ts'

export const nodeKinds = [
  'source',
  'profile',
  'map',
  'transform',
  'validate',
  'ml',
  'dataframe',
  'sink',
] as const
export type NodeKind = (typeof nodeKinds)[number]

export interface Port {
  readonly name: string
  readonly title: Message
  /** Inputs: takes any number of edges, in order. */
  readonly many?: true
  /** Inputs: may stay unconnected. */
  readonly optional?: true
  /** Outputs: carries refused rows; drawn in another colour. */
  readonly reject?: true
  /** Outputs: the engine keeps these rows with the run, whether connected or not. */
  readonly keep?: true
}

/** What `compile` may look at. Pure data: the same context gives the same result. */
export interface CompileContext {
  /** Relations by input port; `[]` where nothing is connected, one entry unless `many`. */
  readonly inputs: Readonly<Record<string, readonly Relation[]>>
  /** Columns of sources and target tables that the host has read beforehand. */
  readonly schemas: SourceSchemas
}

export interface Compiled {
  /** Relations by output port; a port may be missing when issues hold it back. */
  readonly outputs: Readonly<Record<string, Relation>>
  readonly stage?: Stage
  readonly issues: readonly Issue[]
}

/** A worked example: rows in by port, rows out by port. Executed by the conformance suite. */
export interface NodeExample {
  readonly title: string
  readonly config: unknown
  /** Input tables by port: column types in text form, rows as text or null. */
  readonly inputs?: Readonly<Record<string, ExampleTable | readonly ExampleTable[]>>
  /** Expected tables by output port; row order is compared only where `ordered`. */
  readonly outputs: Readonly<Record<string, ExampleTable>>
  readonly ordered?: boolean
}

export interface ExampleTable {
  readonly columns: Readonly<Record<string, string>>
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface NodeDefinition<Config = unknown> {
  /** `<kind>.<name>`, equal to the folder `nodes/<kind>/<name>`. */
  readonly type: `${NodeKind}.${string}`
  /** Version of the config; stored with each node of a pipeline. */
  readonly version: number
  readonly title: Message
  readonly summary: Message
  /** Words people search for, separated by commas. */
  readonly keywords: Message
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  /** Strict object schema; `.meta(field({…}))` on each field feeds form and docs. */
  readonly config: z.ZodType<Config>
  /** Config of a node just dropped on the canvas; may be incomplete. */
  readonly initial: unknown
  /** External columns to read before compiling: what it scans, and tables it writes to. */
  readonly sources?: (config: Config) => readonly Source[]
  readonly compile: (config: Config, context: CompileContext) => Compiled
  /** `migrations[n]` turns a config of version n into version n + 1. */
  readonly migrations?: Readonly<Record<number, (config: unknown) => unknown>>
}

/**
 * Declares a node type. Everything else — form, docs, lint, JSON Schema, palette,
 * Node-RED registration, tests — derives from it.
 * @example
 * export const node = defineNode({
 *   type: 'transform.limit', version: 1, …,
 *   config: z.strictObject({ count: z.int().min(0).meta(field({ title: msg`Rows` })) }),
 *   compile: ({ count }, { inputs }) => one(inputs.in, (rows) => limit(rows, count)),
 * })
 */
export const defineNode = <Config>(definition: NodeDefinition<Config>): NodeDefinition<Config> =>
  Object.freeze(definition)

/** The columns of the relation at an input port, or `[]`. */
export const schemaAt = (context: CompileContext, port = 'in'): Schema =>
  context.inputs[port]?.[0]?.schema ?? []
