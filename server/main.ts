import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context } from 'koa'
import type { DestinationStream } from 'pino'
import { version } from '../package.json'
import { MigrateError } from '../runtime/error.ts'
import type { RunReport } from '../runtime/report.ts'
import { createApp } from './app.ts'
import type { Config, ConfigFlags } from './config.ts'
import { configSchema, loadConfig, settingOf } from './config.ts'
import { defaultOf } from './config-docs.ts'
import { takeDataFolder } from './data-folder.ts'
import { openDatabase } from './db/database.ts'
import { defaultTenantId, ensureTenant } from './db/tenant.ts'
import { makeToken, publishToken } from './http/command-line.ts'
import { isLoopbackName } from './http/guard.ts'
import { listen } from './http/listen.ts'
import { launchRun } from './jobs/launch-run.ts'
import { createRunQueue } from './jobs/run-queue.ts'
import { createTools } from './jobs/tool-worker.ts'
import { createLog } from './log.ts'
import type { Services } from './scope.ts'
import { createCipher } from './secrets/cipher.ts'
import { loadSecretKey } from './secrets/key.ts'
import { seedWorkspace } from './seed.ts'
import { createDrafts } from './store/connection-test.ts'
import { tempDir } from './store/folders.ts'
import { createSchemaCache } from './store/schema-cache.ts'

export interface ServerOptions {
  readonly flags?: ConfigFlags
  readonly env?: NodeJS.ProcessEnv
  /** Fill an empty workspace with every template, and run the first one once. */
  readonly seed?: boolean
  /** Whose request it is; the one tenant while there are no accounts. */
  readonly tenantOf?: (ctx: Context) => string
  readonly logTo?: DestinationStream
  readonly templatesDir?: string
  readonly builderDir?: string
}

export interface Server {
  readonly url: string
  /** Of the first template's run, where this start seeded the workspace. */
  readonly firstReport?: RunReport
  readonly services: Services
  /** Stops accepting, lets runs finish for a while, cancels the rest. */
  close(): Promise<void>
}

/** The flags of `migrateiq serve`. */
export const settings = (Object.keys(configSchema.shape) as (keyof Config)[]).flatMap((key) => {
  const { flag, env, description } = settingOf(key)
  const fallback = defaultOf(key)
  if (flag === undefined) return []
  return [{ flag, description: `${description} [${env}${fallback && `, default ${fallback}`}]` }]
})

/** Starts everything; what was begun is ended again where a later step fails. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const config = loadConfig(options.flags, options.env)
  refuseOpenDoor(config.host)
  const undo: (() => void | Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const folder = takeDataFolder(config.dataDir)
    undo.push(folder.release)
    const log = createLog(config, options.logTo)
    rmSync(tempDir({ config }), { recursive: true, force: true })
    mkdirSync(tempDir({ config }), { recursive: true })
    const cipher = createCipher(loadSecretKey(config.secretKey, config.dataDir))
    const db = await openDatabase(config)
    undo.push(db.close)
    await ensureTenant(db, defaultTenantId, 'Default')
    const tools = createTools()
    undo.push(tools.close)
    const root = packageRoot()
    const parts = {
      ...{ config, version, log, db, cipher, tools, instance: folder.instance },
      schemaCache: createSchemaCache(),
      drafts: createDrafts(),
      templatesDir: options.templatesDir ?? join(root, 'templates'),
    }
    const jobs = await createRunQueue({
      ...{ db, log, instance: folder.instance, parallel: config.parallelRuns },
      launch: (run, emit) => launchRun({ ...parts, tenantId: run.tenantId }, run, emit),
    })
    undo.push(() => jobs.drain(config.drainSeconds))
    const services: Services = { ...parts, jobs }

    let draining = false
    const token = makeToken()
    const app = createApp({
      services,
      token,
      builderDir: options.builderDir ?? join(root, 'dist/builder'),
      isDraining: () => draining,
      tenantOf: options.tenantOf ?? (() => defaultTenantId),
    })
    const door = await listen(app.callback(), config)
    undo.push(() => door.close())
    undo.push(publishToken(config.dataDir, door.url, token))
    undo.push(() => {
      draining = true
      jobs.watchers.close()
    })
    log.info({ url: door.url, version, database: db.dialect }, 'listening')
    const scope = { ...services, tenantId: defaultTenantId }
    const firstReport = options.seed ? await seedWorkspace(scope) : undefined
    return { url: door.url, services, close, ...(firstReport ? { firstReport } : {}) }
  } catch (error) {
    await close()
    throw error
  }
}

function refuseOpenDoor(host: string): void {
  if (isLoopbackName(host)) return
  throw new MigrateError(
    'INVALID_USAGE',
    `Listening on ${host} would let everybody in, because no accounts are configured.`,
    { hint: 'Listen on 127.0.0.1, and reach it from elsewhere through an SSH tunnel.' },
  )
}

/** The same from `server/` and from `dist/node/`: the folder of our package.json. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!isOurs(join(folder, 'package.json')) && folder !== dirname(folder))
    folder = dirname(folder)
  return folder
}

const isOurs = (file: string) =>
  existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'migrateiq'
