import type { MigrationInput, MigrationOptions } from './input.ts'

/**
 * The same migration as a pipeline document. A URL may hold a password, so its place is taken
 * by a connection named `source` or `target`.
 */
export function migrationPipeline({ source, target, options }: MigrationInput): object {
  const named = (text: string, name: string) => (text.includes('://') ? name : text)
  const from = named(source, 'source')
  const to = named(target, 'target')
  return {
    schemaVersion: 1,
    name: `${from} to ${to}`,
    nodes: [
      {
        id: 'source',
        type: 'source.database-schema',
        version: 1,
        position: { x: 0, y: 0 },
        config: sourceConfig(from, options),
      },
      {
        id: 'target',
        type: 'sink.database-schema',
        version: 1,
        position: { x: 320, y: 0 },
        config: sinkConfig(to, options),
      },
    ],
    edges: [{ id: 'tables', source: 'source', target: 'target' }],
  }
}

const sourceConfig = (connection: string, options: MigrationOptions) => ({
  connection,
  include: options.include,
  exclude: options.exclude,
  schemas: options.schemas,
  tables: Object.entries(options.tables).map(([table, { name, without, filter }]) => ({
    table,
    name: name ?? '',
    without: without ?? [],
    filter: filter ?? '',
  })),
})

const sinkConfig = (connection: string, options: MigrationOptions) => ({
  connection,
  schema: options.targetSchema ?? '',
  what: options.what,
  existing: options.existing,
  names: options.identifiers,
  casts: options.casts.length > 0 ? JSON.stringify({ casts: options.casts }, null, 2) : '',
  jobs: options.jobs,
  verify: options.verify,
  scripts: Object.entries(options.scripts).map(([place, sql]) => ({ place, sql })),
})
