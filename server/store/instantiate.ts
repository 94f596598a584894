import { randomUUID } from 'node:crypto'
import { cp, mkdir, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { uniqueName } from '../../nodes/kit/schema.ts'
import type { Connection } from '../../runtime/connectors/connector.ts'
import { MigrateError } from '../../runtime/error.ts'
import { openConnections } from '../../runtime/hosts/cli/connections.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { Scope } from '../scope.ts'
import type { PipelineDetail, SettingsObject } from '../shapes.ts'
import { connectionNames, renameConnections } from './connection-references.ts'
import * as connections from './connections.ts'
import { filesDir } from './folders.ts'
import * as pipelines from './pipelines.ts'
import * as templates from './templates.ts'

/** What belongs to the recipe, not to a workspace that follows it. */
const notCopied = ['pipeline.json', 'README.md', 'expected']

/** A pipeline with its own copy of the template's files, and the connections the template names. */
export async function instantiateTemplate(
  scope: Scope,
  template: string,
  name?: string,
  folder?: string,
): Promise<PipelineDetail> {
  const from = await templates.folderOf(scope.templatesDir, template)
  const { document } = await templates.get(scope.templatesDir, template)
  const id = randomUUID()
  const to = filesDir(scope, folder ?? id)
  await mkdir(to, { recursive: true })
  try {
    await cp(from, to, {
      recursive: true,
      filter: (path) => path === from || !notCopied.includes(basename(path)),
    })
    const renames = await createConnections(scope, document, to)
    const mine = renameConnections(document, renames)
    return await pipelines.create(scope, mine, name, { id, folder: folder ?? id })
  } catch (error) {
    await rm(to, { recursive: true, force: true })
    throw error
  }
}

/** Creates what is missing; returns new names for those whose name already means something else. */
async function createConnections(
  scope: Scope,
  document: Pipeline,
  folder: string,
): Promise<Map<string, string>> {
  const renames = new Map<string, string>()
  const given = await openConnections({ baseDir: folder })
  const existing = new Map((await connections.list(scope)).map((it) => [it.name, it.id]))
  for (const name of connectionNames(document)) {
    const wanted = await get(given, name)
    if (!wanted || (await isSame(scope, existing.get(name), wanted))) continue
    const free = uniqueName(name, existing.keys())
    const { system } = wanted
    const settings = wanted.settings as SettingsObject
    existing.set(free, (await connections.create(scope, { name: free, system, settings })).id)
    if (free !== name) renames.set(name, free)
  }
  return renames
}

/** A connection that nobody describes stays to be defined by the user; the canvas says so. */
async function get(
  given: { get(name: string): Promise<Connection> },
  name: string,
): Promise<Connection | undefined> {
  try {
    return await given.get(name)
  } catch (error) {
    if (error instanceof MigrateError && error.code === 'UNKNOWN_CONNECTION') return undefined
    throw error
  }
}

async function isSame(scope: Scope, id: string | undefined, wanted: Connection): Promise<boolean> {
  if (id === undefined) return false
  const row = await connections.rowOf(scope, id)
  const { system } = row
  return (
    system === wanted.system &&
    isDeepStrictEqual(connections.settingsOf(scope, row), wanted.settings)
  )
}
