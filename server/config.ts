import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { MigrateError } from '../runtime/error.ts'
import { bytes, list, postgresUrl } from './config-types.ts'

/** What a setting is called outside the program; goes through zod's `.meta()`. */
export interface SettingMeta {
  readonly env: string
  /** Without the dashes; absent: environment only. */
  readonly flag?: string
  /** May hold a secret: `<env>_FILE` names a file with the value, and nothing prints it. */
  readonly secret?: true
  readonly description: string
  /** An example for the documentation where the default is empty. */
  readonly example?: string
}

const setting = (meta: SettingMeta): { setting: SettingMeta } => ({ setting: meta })

/** Every setting of the server. The documentation and `.env.example` are printed from this. */
export const configSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .meta(
      setting({
        env: 'MIGRATEIQ_HOST',
        flag: 'host',
        description:
          'Address to listen on. Without accounts only loopback addresses are allowed (127.0.0.1, ::1, localhost).',
      }),
    ),
  port: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(4400)
    .meta(
      setting({
        env: 'MIGRATEIQ_PORT',
        flag: 'port',
        description: 'Port to listen on; 0 takes any free one.',
      }),
    ),
  allowedHosts: list.meta(
    setting({
      env: 'MIGRATEIQ_ALLOWED_HOSTS',
      flag: 'allowed-hosts',
      example: 'migrate.example.org,localhost:8080',
      description:
        'Names under which browsers may reach the server besides loopback ones, separated by commas, e.g. behind a proxy. Requests for other names are refused.',
    }),
  ),
  dataDir: z
    .string()
    .min(1)
    .default('./data')
    .transform((path) => resolve(path))
    .meta(
      setting({
        env: 'MIGRATEIQ_DATA_DIR',
        flag: 'data-dir',
        description: 'Folder of everything the server keeps: database, uploads, runs, secret key.',
      }),
    ),
  databaseUrl: postgresUrl.optional().meta(
    setting({
      env: 'DATABASE_URL',
      secret: true,
      example: 'postgres://migrateiq:password@localhost:5432/migrateiq',
      description:
        'PostgreSQL database for pipelines, connections and runs. Without it they are in `migrateiq.sqlite` in the data folder.',
    }),
  ),
  secretKey: z
    .string()
    .optional()
    .meta(
      setting({
        env: 'MIGRATEIQ_SECRET_KEY',
        secret: true,
        example: 'output of: openssl rand -base64 32',
        description:
          'Key that encrypts the settings of connections: 32 bytes as base64 or hex. Without it a key is made once and kept in `secret.key` in the data folder, readable by its owner only.',
      }),
    ),
  memoryLimit: bytes.default(256 * 1024 ** 2).meta(
    setting({
      env: 'MIGRATEIQ_MEMORY_LIMIT',
      flag: 'memory-limit',
      description: 'Memory of the engine in each run; what does not fit is spilled to disk.',
    }),
  ),
  parallelRuns: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(2)
    .meta(
      setting({
        env: 'MIGRATEIQ_PARALLEL_RUNS',
        flag: 'parallel-runs',
        description: 'Runs at the same time, each in a process of its own; others wait.',
      }),
    ),
  uploadLimit: bytes.default(2 * 1024 ** 3).meta(
    setting({
      env: 'MIGRATEIQ_UPLOAD_LIMIT',
      flag: 'upload-limit',
      description: 'Largest file that may be uploaded.',
    }),
  ),
  requestLimit: bytes.default(12 * 1024 ** 2).meta(
    setting({
      env: 'MIGRATEIQ_REQUEST_LIMIT',
      description: 'Largest body of any other request.',
    }),
  ),
  drainSeconds: z.coerce
    .number()
    .min(0)
    .max(3600)
    .default(30)
    .meta(
      setting({
        env: 'MIGRATEIQ_DRAIN_SECONDS',
        description: 'How long a shutdown waits for runs before it cancels them.',
      }),
    ),
  logLevel: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .meta(
      setting({
        env: 'MIGRATEIQ_LOG_LEVEL',
        flag: 'log-level',
        description: 'Least severe entry of the log, which goes to stderr as one JSON line each.',
      }),
    ),
})

export type Config = z.output<typeof configSchema>
export type ConfigFlags = { readonly [Key in keyof Config]?: string | number | undefined }

export const settingOf = (key: keyof Config): SettingMeta =>
  (configSchema.shape[key].meta() as { setting: SettingMeta }).setting

/**
 * The settings: flags win over the environment, the environment over defaults.
 * @example loadConfig({ port: 8080 }, { MIGRATEIQ_DATA_DIR: '/srv/migrateiq' })
 */
export function loadConfig(flags: ConfigFlags = {}, env: NodeJS.ProcessEnv = process.env): Config {
  const keys = Object.keys(configSchema.shape) as (keyof Config)[]
  const given = keys.map((key) => [key, flags[key] ?? fromEnvironment(settingOf(key), env)])
  const result = configSchema.safeParse(
    Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  )
  if (result.success) return Object.freeze(result.data)
  const problems = result.error.issues.map((issue) => {
    const { env: name } = settingOf(issue.path[0] as keyof Config)
    return `${name}: ${issue.message}`
  })
  throw new MigrateError(
    'INVALID_USAGE',
    `The configuration is not valid. ${problems.join('; ')}`,
    {
      hint: 'See docs/configuration.md for every setting.',
    },
  )
}

/** An empty variable is an absent one: that is how compose files leave things out. */
function fromEnvironment(meta: SettingMeta, env: NodeJS.ProcessEnv): string | undefined {
  const value = env[meta.env] || undefined
  if (!meta.secret) return value
  const file = env[`${meta.env}_FILE`]
  if (value !== undefined || !file) return value
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    const message = `${meta.env}_FILE names ${file}, which cannot be read.`
    throw new MigrateError('SECRET_UNREADABLE', message, {
      hint: 'Check the path and that this user may read the file.',
      cause,
    })
  }
}
