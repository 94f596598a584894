import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Tools } from './jobs/tools.ts'
import type { Cipher } from './secrets/cipher.ts'
import type { Drafts } from './store/connection-test.ts'
import type { SchemaCache } from './store/schema-cache.ts'

/** What the server has once, whoever asks. */
export interface Services {
  readonly config: Config
  readonly version: string
  readonly log: Logger
  readonly db: Database
  readonly cipher: Cipher
  readonly jobs: Jobs
  readonly tools: Tools
  readonly schemaCache: SchemaCache
  readonly drafts: Drafts
  readonly templatesDir: string
  /** Names the data folder for the rows of the database that only its server may work on. */
  readonly instance: string
}

/** On whose behalf something is done. Every query is filtered by `tenantId`. */
export interface Scope extends Services {
  /** From the session, never from the request's input. */
  readonly tenantId: string
}
