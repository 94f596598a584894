import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { didYouMean } from '../../../nodes/kit/did-you-mean.ts'
import type { Connection, System } from '../../connectors/connector.ts'
import type { ConnectionSource } from '../../engine/index.ts'
import { MigrateError } from '../../error.ts'
import { loadConnectors } from './load.ts'
import { readText } from './load-pipeline.ts'
import type { KeptConnection } from './server-connections.ts'
import { serverConnections } from './server-connections.ts'

const prefix = 'MIGRATEIQ_CONNECTION_'

const fileSchema = z.record(z.string(), z.json())
const entrySchema = z.strictObject({
  system: z.string(),
  settings: z.record(z.string(), z.json()).default({}),
})
const referenceSchema = z.union([
  z.strictObject({ env: z.string() }),
  z.strictObject({ file: z.string() }),
])

type Entries = ReadonlyMap<string, z.output<typeof fileSchema>[string]>

/**
 * Connections of the command line, first found wins: the environment
 * (`MIGRATEIQ_CONNECTION_<NAME>` a URL, `…_FILE` a file that holds one), then the
 * connections file (default: `connections.json` beside the pipeline), then a running server
 * (`server` its URL, or `MIGRATEIQ_SERVER`). Values kept elsewhere are read only for the
 * connection that is asked for. A URL stands for itself.
 */
export async function openConnections(options: {
  baseDir: string
  file?: string | undefined
  server?: string | undefined
  env?: NodeJS.ProcessEnv
}): Promise<ConnectionSource & { names(): string[] }> {
  const env = options.env ?? process.env
  const file = options.file ?? join(options.baseDir, 'connections.json')
  const entries: Entries = options.file || existsSync(file) ? await readEntries(file) : new Map()
  const kept = options.server ?? env.MIGRATEIQ_SERVER
  const server = kept ? await serverConnections(kept, env) : undefined
  const names = () =>
    [...new Set([...environmentNames(env), ...entries.keys(), ...(server?.names ?? [])])].sort()
  return {
    names,
    async get(name) {
      if (name.includes('://'))
        return fromUrl(name.replace(/:\/\/.*@/s, '://'), name, process.cwd())
      const url = await fromEnvironment(name, env)
      if (url !== undefined) return fromUrl(name, url, process.cwd())
      const entry = entries.get(name)
      if (entry !== undefined) return fromEntry(name, entry, dirname(resolve(file)), env)
      if (server?.names.includes(name)) return fromServer(name, await server.get(name))
      const guess = didYouMean(name, names())
      throw new MigrateError('UNKNOWN_CONNECTION', `There is no connection “${name}”.`, {
        hint: `${guess ? `Did you mean “${guess}”? ` : ''}Set ${variable(name)}=<url>, or name it in connections.json beside the pipeline.`,
      })
    },
  }
}

const variable = (name: string) => prefix + name.toUpperCase().replace(/[^A-Z0-9]/g, '_')

const environmentNames = (env: NodeJS.ProcessEnv) =>
  Object.keys(env)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length).replace(/_FILE$/, ''))
    .map((name) => name.toLowerCase())

async function fromEnvironment(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const key = variable(name)
  const file = env[`${key}_FILE`]
  return env[key] || (file ? (await readText(file)).trim() : undefined)
}

async function readEntries(file: string): Promise<Entries> {
  const read = fileSchema.safeParse(parseJson(await readText(file), file))
  if (!read.success) throw invalid(file, problemsOf(read.error))
  return new Map(Object.entries(read.data))
}

async function fromEntry(
  name: string,
  entry: unknown,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Connection> {
  if (typeof entry === 'string') return fromUrl(name, entry, folder)
  const read = entrySchema.safeParse(entry)
  if (!read.success) throw invalid(name, problemsOf(read.error))
  const given = await resolveReferences(name, read.data.settings, folder, env)
  return withSettings(name, read.data.system, absolutePaths(given, folder))
}

async function fromServer(name: string, { system, settings, folder }: KeptConnection) {
  return withSettings(name, system, absolutePaths(settings, folder))
}

/** Settings checked by the system's connector. */
async function withSettings(name: string, system: string, given: unknown): Promise<Connection> {
  const { connectors } = await loadConnectors()
  const connector = connectors.get(system as System)
  if (!connector) {
    const systems = [...connectors.keys()].join(', ')
    throw invalid(name, `there is no system “${system}”; there are ${systems}`)
  }
  const settings = connector.settings.safeParse(given)
  if (!settings.success) throw invalid(name, problemsOf(settings.error))
  return { name, system: connector.system, settings: settings.data }
}

async function fromUrl(name: string, url: string, folder: string): Promise<Connection> {
  const { parseConnectionUrl } = await loadConnectors()
  try {
    const { system, settings } = parseConnectionUrl(url)
    return { name, system, settings: absolutePaths(settings, folder) }
  } catch (error) {
    if (!(error instanceof MigrateError)) throw error
    throw new MigrateError(error.code, `${name}: ${error.message}`, { ...error.data, cause: error })
  }
}

const paths: ReadonlySet<string> = new Set(['file', 'root', 'caFile'])

/** A path in a connections file starts at that file's folder, not at the shell's. */
function absolutePaths(settings: unknown, folder: string): unknown {
  const absolute = Object.entries(settings as object).map(([key, value]) =>
    paths.has(key) && typeof value === 'string' ? [key, resolve(folder, value)] : [key, value],
  )
  return Object.fromEntries(absolute)
}

/** `{ "env": "NAME" }` and `{ "file": "path" }` stand for a value kept elsewhere. */
async function resolveReferences(
  name: string,
  settings: Readonly<Record<string, unknown>>,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Record<string, unknown>> {
  const read = async ([key, value]: [string, unknown]) => {
    const reference = referenceSchema.safeParse(value).data
    if (!reference) return [key, value] as const
    if ('file' in reference)
      return [key, (await readText(resolve(folder, reference.file))).trim()] as const
    const found = env[reference.env]
    if (found !== undefined) return [key, found] as const
    throw invalid(name, `${key}: the environment variable ${reference.env} is not set`)
  }
  return Object.fromEntries(await Promise.all(Object.entries(settings).map(read)))
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(file, (error as Error).message)
  }
}

const problemsOf = ({ issues }: z.ZodError) =>
  issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')

const invalid = (what: string, reason: string) =>
  new MigrateError('INVALID_CONNECTION', `${what}: ${reason}.`, {
    hint: 'See docs/connections.md for the form of a connection.',
  })
