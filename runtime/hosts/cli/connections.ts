import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { didYouMean } from '../../../nodes/kit/did-you-mean.ts'
import type { Connection } from '../../connectors/connector.ts'
import { connectors, parseConnectionUrl } from '../../connectors/registry.ts'
import type { ConnectionSource } from '../../engine/index.ts'
import { MigrateError } from '../../error.ts'
import { readText } from './load-pipeline.ts'

const prefix = 'MIGRATEIQ_CONNECTION_'

const fileSchema = z.record(
  z.string(),
  z.union([
    z.string(),
    z.strictObject({ system: z.string(), settings: z.record(z.string(), z.json()) }),
  ]),
)

/**
 * Connections of the command line, first found wins: the environment
 * (`MIGRATEIQ_CONNECTION_<NAME>` a URL, `…_FILE` a file that holds one), then the
 * connections file (default: `connections.json` beside the pipeline).
 */
export async function openConnections(options: {
  baseDir: string
  file?: string | undefined
}): Promise<ConnectionSource & { names(): string[] }> {
  const fromFile = await readConnectionsFile(options)
  return {
    names: () => [...new Set([...environmentNames(), ...fromFile.keys()])].sort(),
    async get(name) {
      const found = (await fromEnvironment(name)) ?? fromFile.get(name)
      if (found) return found
      const known = [...fromFile.keys(), ...environmentNames()]
      const guess = didYouMean(name, known)
      throw new MigrateError('UNKNOWN_CONNECTION', `There is no connection “${name}”.`, {
        hint: `${guess ? `Did you mean “${guess}”? ` : ''}Set ${variable(name)}=<url>, or name it in connections.json beside the pipeline.`,
      })
    },
  }
}

const variable = (name: string) => prefix + name.toUpperCase().replace(/[^A-Z0-9]/g, '_')

const environmentNames = () =>
  Object.keys(process.env)
    .filter((key) => key.startsWith(prefix))
    .map((key) =>
      key
        .slice(prefix.length)
        .replace(/_FILE$/, '')
        .toLowerCase(),
    )

async function fromEnvironment(name: string): Promise<Connection | undefined> {
  const key = variable(name)
  const file = process.env[`${key}_FILE`]
  const url = process.env[key] ?? (file ? (await readText(file)).trim() : undefined)
  return url === undefined ? undefined : connectionOf(name, url)
}

const connectionOf = (name: string, url: string): Connection => ({
  ...parseConnectionUrl(url),
  name,
})

async function readConnectionsFile(options: {
  baseDir: string
  file?: string | undefined
}): Promise<Map<string, Connection>> {
  const file = options.file ?? join(options.baseDir, 'connections.json')
  if (!options.file && !existsSync(file)) return new Map()
  const read = fileSchema.safeParse(parseJson(await readText(file), file))
  if (!read.success) throw invalid(file, z.prettifyError(read.error))
  const folder = dirname(resolve(file))
  const entries = await Promise.all(
    Object.entries(read.data).map(async ([name, entry]) => {
      if (typeof entry === 'string') return [name, connectionOf(name, entry)] as const
      const settings = await resolveReferences(entry.settings, folder)
      return [name, checked(name, entry.system, settings, folder)] as const
    }),
  )
  return new Map(entries)
}

function checked(name: string, system: string, settings: object, folder: string): Connection {
  const connector = connectors.get(system as Connection['system'])
  if (!connector) {
    const systems = [...connectors.keys()].join(', ')
    throw invalid(name, `There is no system “${system}”; there are ${systems}.`)
  }
  const result = connector.settings.safeParse(settings)
  if (!result.success) throw invalid(name, z.prettifyError(result.error))
  return { name, system: connector.system, settings: absolutePaths(result.data, folder) }
}

/** A SQLite path in a connections file starts at that file's folder, not at the shell's. */
function absolutePaths(settings: unknown, folder: string): unknown {
  const { path } = settings as { path?: unknown }
  if (typeof path !== 'string' || isAbsolute(path)) return settings
  return { ...(settings as object), path: resolve(folder, path) }
}

/** `{ "env": "NAME" }` and `{ "file": "path" }` stand for a value kept elsewhere. */
async function resolveReferences(settings: Record<string, unknown>, folder: string) {
  const entries = Object.entries(settings).map(async ([key, value]) => {
    if (typeof value !== 'object' || value === null) return [key, value]
    const { env, file } = value as { env?: string; file?: string }
    if (env !== undefined) {
      if (process.env[env] !== undefined) return [key, process.env[env]]
      throw invalid(key, `The environment variable ${env} is not set.`)
    }
    if (file !== undefined) return [key, (await readText(resolve(folder, file))).trim()]
    return [key, value]
  })
  return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(file, (error as Error).message)
  }
}

const invalid = (what: string, reason: string) =>
  new MigrateError('INVALID_CONNECTION', `${what}: ${reason}`, {
    hint: 'See docs/connections.md for the form of a connection.',
  })
