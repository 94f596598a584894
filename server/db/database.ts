import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Options, Transaction } from 'sequelize'
import { Sequelize } from 'sequelize'
import { libsqlDialect } from './libsql-dialect.ts'
import { isMigrated, migrate } from './migrate.ts'
import { defineConnection } from './models/connection.ts'
import { definePipeline } from './models/pipeline.ts'
import { definePipelineVersion } from './models/pipeline-version.ts'
import { defineRun } from './models/run.ts'
import { defineRunEvent } from './models/run-event.ts'
import { defineTenant } from './models/tenant.ts'
import { defineUpload } from './models/upload.ts'

type Models = ReturnType<typeof defineModels>

export interface Database extends Models {
  readonly dialect: 'sqlite' | 'postgres'
  readonly sequelize: Sequelize
  /** Commits when `work` resolves, rolls back when it rejects. Give the transaction to every query in it. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Answers and has the newest shape. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}

/** Opens the metadata database, PostgreSQL by URL, else SQLite in the data folder, and migrates it. */
export async function openDatabase(options: {
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
}): Promise<Database> {
  const { databaseUrl, dataDir } = options
  const sequelize = databaseUrl ? postgres(databaseUrl) : sqlite(dataDir)
  try {
    await migrate(sequelize)
  } catch (error) {
    await sequelize.close()
    throw error
  }
  return {
    ...defineModels(sequelize),
    dialect: databaseUrl ? 'postgres' : 'sqlite',
    sequelize,
    transaction: (work) => sequelize.transaction(work),
    isReady: () => isMigrated(sequelize).catch(() => false),
    close: () => sequelize.close(),
  }
}

const common: Options = {
  logging: false,
  define: { timestamps: false, underscored: true },
}

const postgres = (url: string) =>
  new Sequelize(url, { ...common, dialect: 'postgres', dialectModule: pg, pool: { max: 10 } })

function sqlite(dataDir: string): Sequelize {
  mkdirSync(dataDir, { recursive: true })
  return new Sequelize({
    ...common,
    dialect: 'sqlite',
    dialectModule: libsqlDialect,
    storage: join(dataDir, 'migrateiq.sqlite'),
    transactionType: 'IMMEDIATE' as Transaction.TYPES,
  })
}

const defineModels = (sequelize: Sequelize) => ({
  tenants: defineTenant(sequelize),
  pipelines: definePipeline(sequelize),
  pipelineVersions: definePipelineVersion(sequelize),
  connections: defineConnection(sequelize),
  runs: defineRun(sequelize),
  runEvents: defineRunEvent(sequelize),
  uploads: defineUpload(sequelize),
})
