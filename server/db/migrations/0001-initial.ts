import { DataTypes } from 'sequelize'
import type { Migration } from './migration.ts'

const uuid = { type: DataTypes.UUID, allowNull: false }
const key = { ...uuid, primaryKey: true }
const tenant_id = { ...uuid, references: { model: 'tenants', key: 'id' } }
const words = { type: DataTypes.TEXT, allowNull: false }
const maybeWords = { type: DataTypes.TEXT }
const count = { type: DataTypes.INTEGER, allowNull: false }
const instant = { type: DataTypes.DATE, allowNull: false }
const maybeInstant = { type: DataTypes.DATE }
const belongsTo = (model: string) => ({
  ...uuid,
  references: { model, key: 'id' },
  onDelete: 'CASCADE',
})

export const initial: Migration = {
  name: '0001-initial',
  async up(db) {
    await db.createTable('tenants', { id: key, name: words, created_at: instant })
    await db.createTable('pipelines', {
      id: key,
      tenant_id,
      name: words,
      description: words,
      nodes: count,
      connections: words,
      document: words,
      version: count,
      folder: words,
      created_at: instant,
      saved_at: instant,
      deleted_at: maybeInstant,
    })
    await db.createTable('pipeline_versions', {
      tenant_id,
      pipeline_id: { ...belongsTo('pipelines'), primaryKey: true },
      version: { ...count, primaryKey: true },
      name: words,
      nodes: count,
      document: words,
      saved_at: instant,
    })
    await db.createTable('connections', {
      id: key,
      tenant_id,
      name: words,
      system: words,
      settings: { type: DataTypes.BLOB, allowNull: false },
      key_id: words,
      created_at: instant,
      updated_at: instant,
    })
    await db.createTable('runs', {
      id: key,
      tenant_id,
      pipeline_id: belongsTo('pipelines'),
      pipeline_name: words,
      pipeline_version: count,
      document: words,
      parameters: words,
      folder: words,
      resume: { type: DataTypes.BOOLEAN, allowNull: false },
      state: words,
      instance: words,
      created_at: instant,
      started_at: maybeInstant,
      ended_at: maybeInstant,
      rows: maybeWords,
      report: maybeWords,
      error: maybeWords,
    })
    await db.createTable('run_events', {
      tenant_id,
      run_id: { ...belongsTo('runs'), primaryKey: true },
      seq: { ...count, primaryKey: true },
      event: words,
    })
    await db.createTable('uploads', {
      id: key,
      tenant_id,
      name: words,
      size: { type: DataTypes.BIGINT, allowNull: false },
      created_at: instant,
    })
    await db.addIndex('pipelines', ['tenant_id', 'name'], { name: 'pipelines_by_name' })
    await db.addIndex('connections', ['tenant_id', 'name'], {
      name: 'connections_by_name',
      unique: true,
    })
    await db.addIndex('runs', ['tenant_id', 'created_at', 'id'], { name: 'runs_by_time' })
    await db.addIndex('runs', ['pipeline_id', 'created_at'], { name: 'runs_by_pipeline' })
    await db.addIndex('runs', ['instance', 'state'], { name: 'runs_by_state' })
    await db.addIndex('uploads', ['tenant_id', 'created_at'], { name: 'uploads_by_time' })
  },
  async down(db) {
    for (const table of [
      'uploads',
      'run_events',
      'runs',
      'connections',
      'pipeline_versions',
      'pipelines',
      'tenants',
    ])
      await db.dropTable(table)
  },
}
