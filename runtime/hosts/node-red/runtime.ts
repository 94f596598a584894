import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FlowNode } from './compile-flow.ts'
import { memoryStorage } from './memory-storage.ts'

/** What we use of Node-RED; its packages carry no types. */
export interface NodeRed {
  registerType(type: string, construct: (this: RuntimeNode, config: FlowNode) => void): void
  createNode(node: RuntimeNode, config: FlowNode): void
  getNode(id: string): RuntimeNode | undefined
  /** Replaces all flows; resolves when their nodes exist. Untouched flows go on. */
  deploy(flows: readonly FlowNode[]): Promise<void>
}

export interface RuntimeNode {
  readonly id: string
  on(event: 'input', handler: (message: object, send: Send, done: Done) => void): void
  receive(message: object): void
  status(status: { fill: string; shape: string; text: string }): void
}
export type Send = (messages: readonly (object | null)[]) => void
export type Done = (error?: Error) => void

interface RuntimeModule {
  init(settings: object, server: null): void
  start(): Promise<void>
  flows: { setFlows(options: object): Promise<unknown> }
  _: { nodes: Pick<NodeRed, 'createNode' | 'getNode'> & { registerType(...args: unknown[]): void } }
}
interface UtilModule {
  init(settings: object): void
  events: { once(event: string, handler: () => void): void }
}

let starting: Promise<NodeRed> | undefined

/** Node-RED's runtime, started once per thread: no editor, no HTTP, none of its own nodes. */
export const startNodeRed = (userDir?: string): Promise<NodeRed> => {
  starting ??= start(userDir ?? makeUserDir())
  return starting
}

async function start(userDir: string): Promise<NodeRed> {
  const require = createRequire(import.meta.url)
  const runtime = require('@node-red/runtime') as RuntimeModule
  const util = require('@node-red/util') as UtilModule
  const settings = makeSettings(userDir)
  util.init(settings)
  runtime.init(settings, null)
  const started = new Promise<void>((resolve) => util.events.once('flows:started', resolve))
  await runtime.start()
  await started
  // Only the start reads it; a process that is killed leaves none behind then.
  rmSync(userDir, { recursive: true, force: true })
  const { nodes } = runtime._
  return {
    registerType: (type, construct) => nodes.registerType('migrateiq/core', type, construct),
    createNode: (node, config) => nodes.createNode(node, config),
    getNode: (id) => nodes.getNode(id),
    async deploy(flows) {
      // setFlows resolves before the nodes exist.
      const up = new Promise<void>((resolve) => util.events.once('flows:started', resolve))
      await runtime.flows.setFlows({ flows: { flows }, deploymentType: 'flows' })
      await up
    },
  }
}

/** The folder that Node-RED needs to start; gone once it has, or with this process. */
export function makeUserDir(): string {
  const userDir = mkdtempSync(join(tmpdir(), 'migrateiq-node-red-'))
  process.once('exit', () => rmSync(userDir, { recursive: true, force: true }))
  // An empty set of core nodes; without these two folders the runtime does not start.
  for (const folder of ['examples', 'locales'])
    mkdirSync(join(coreNodesOf(userDir), folder), { recursive: true })
  return userDir
}

const coreNodesOf = (userDir: string) => join(userDir, 'core')

function makeSettings(userDir: string): object {
  return {
    userDir,
    coreNodesDir: coreNodesOf(userDir),
    httpAdminRoot: false,
    httpNodeRoot: false,
    disableEditor: true,
    telemetry: { enabled: false, updateNotification: false },
    // Flows hold no secrets: connections are resolved outside of them.
    credentialSecret: false,
    storageModule: memoryStorage(),
    externalModules: {
      autoInstall: false,
      palette: { allowInstall: false, allowUpload: false },
      modules: { allowInstall: false },
    },
    logging: { console: { level: 'off', metrics: false, audit: false } },
  }
}
