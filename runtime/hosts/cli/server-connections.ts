import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { MigrateError } from '../../error.ts'
import { readText } from './load-pipeline.ts'

/** As a server on this machine keeps it. */
export interface KeptConnection {
  readonly system: string
  readonly settings: Readonly<Record<string, unknown>>
  /** Where relative paths of the settings start. */
  readonly folder: string
}

const doorSchema = z.object({ url: z.string(), token: z.string() })
const namesSchema = z.object({ names: z.array(z.string()) })
const connectionSchema = z.object({
  system: z.string(),
  settings: z.record(z.string(), z.unknown()),
  folder: z.string(),
})

/**
 * The connections that a running `migrateiq serve` keeps. Its data folder holds the token to ask
 * with, readable for its own account only; it is sent to that server and nowhere else.
 * @param asked the server's URL
 */
export async function serverConnections(
  asked: string,
  env: NodeJS.ProcessEnv,
): Promise<{ names: readonly string[]; get(name: string): Promise<KeptConnection> }> {
  const folder = env.MIGRATEIQ_DATA_DIR || './data'
  const file = join(folder, 'server.json')
  if (!existsSync(file))
    throw refused(`No server runs with the data folder ${folder}.`, {
      hint: 'Start migrateiq serve there, or name its folder in MIGRATEIQ_DATA_DIR.',
    })
  const door = doorSchema.parse(JSON.parse(await readText(file)))
  const [url, wanted] = [originOf(door.url), originOf(asked)]
  if (url !== wanted)
    throw refused(`The data folder ${folder} belongs to the server at ${url}, not ${wanted}.`, {
      hint: 'Name that server, or the folder of the other one in MIGRATEIQ_DATA_DIR.',
    })
  const ask = (path: string) => request(`${url}/command-line/connections${path}`, door.token)
  const { names } = namesSchema.parse(await ask(''))
  return {
    names,
    get: async (name) => connectionSchema.parse(await ask(`/${encodeURIComponent(name)}`)),
  }
}

/** `localhost` and `127.0.0.1` are one machine. */
function originOf(text: string): string {
  if (!URL.canParse(text))
    throw refused(`“${text}” is no URL of a server.`, {
      hint: 'Write it as http://127.0.0.1:4400.',
    })
  const url = new URL(text)
  if (url.hostname === 'localhost') url.hostname = '127.0.0.1'
  return url.origin
}

async function request(url: string, token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(url, { headers, redirect: 'error' }).catch((cause: unknown) => {
    throw new MigrateError(
      'CONNECTION_REFUSED',
      `The server at ${new URL(url).origin} does not answer.`,
      {
        hint: 'Check that migrateiq serve is running.',
        cause,
      },
    )
  })
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body
  const { detail } = z.object({ detail: z.string().optional() }).catch({}).parse(body)
  throw refused(detail ?? `The server answers with ${response.status}.`, {
    hint: 'Start migrateiq serve again, from this version.',
  })
}

const refused = (message: string, data: { hint: string }) =>
  new MigrateError('INVALID_USAGE', message, data)
