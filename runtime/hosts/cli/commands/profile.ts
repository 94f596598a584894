import { writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { exitCodes, MigrateError } from '../../../error.ts'
import type { Pipeline, PipelineNode } from '../../../pipeline/schema.ts'
import type { TableProfile } from '../../../report.ts'
import type { PortChoice } from '../choose-port.ts'
import { choosePort } from '../choose-port.ts'
import { loadEngine, loadProfile } from '../load.ts'
import { loadPipeline, readText } from '../load-pipeline.ts'
import type { PipelineOptions } from '../options.ts'
import { engineInput, interruptSignal, pipelineOptions } from '../options.ts'
import { printJson, printRows } from '../output.ts'
import { profilePage } from '../profile-page.ts'
import { printDrift, printProfile } from '../profile-text.ts'

interface ProfileOptions extends PipelineOptions, PortChoice {
  readonly table?: string
  readonly html?: string
  readonly against?: string
}

export const profileCommand = (program: Command): Command =>
  pipelineOptions(program.command('profile'), [
    '<what>',
    'a data file, a pipeline (with --node), or a connection (with --table)',
  ])
    .description('statistics of every column of a data file, a table, or a port of a pipeline')
    .option('-n, --node <id>', 'a node of the pipeline')
    .option('--port <name>', 'its output port (default: the main one)')
    .option('-t, --table <name>', 'a table of the connection <what>')
    .option('--html <file>', 'write the profile as a page with plots, too')
    .option('--against <file>', 'tell what differs from a profile kept with --output json')
    .addHelpText(
      'after',
      `
Examples:
  migrateiq profile customers.csv
  migrateiq profile pipeline.json --node clean
  migrateiq profile crm --table public.customers --output json > customers.json
  migrateiq profile customers.csv --html customers.html
  migrateiq profile july.csv --against june.json

With --against, exit code 6 says that columns have changed.`,
    )
    .action(async (target: string, options: ProfileOptions) => {
      const made = options.node ? await loadPipeline(target) : adHoc(target, options.table)
      const input = await engineInput(target, options, made)
      const { node, port } = choosePort(input.pipeline, options)
      const { profilePort } = await loadEngine()
      const before = options.against === undefined ? undefined : await readProfile(options.against)
      const profile = await profilePort(input, node, port, interruptSignal())
      if (options.html) await writeFile(options.html, profilePage(basename(target), profile))
      const drift = before && (await loadProfile()).compareProfiles(before, profile)
      if (options.output === 'text') printProfile(profile)
      else if (options.output === 'ndjson') printRows(profile.columns, 'ndjson', [])
      else printJson({ ...profile, ...(drift ? { drift } : {}) })
      if (options.output === 'text' && drift) printDrift(drift)
      if (drift?.some((d) => d.drifted)) process.exitCode = exitCodes.drift
    })

const profileSchema = z.looseObject({ rows: z.number(), columns: z.array(z.looseObject({})) })

async function readProfile(file: string): Promise<TableProfile> {
  try {
    return profileSchema.parse(JSON.parse(await readText(file))) as unknown as TableProfile
  } catch (cause) {
    throw new MigrateError('FILE_UNREADABLE', `“${file}” cannot be read as a profile.`, {
      cause,
      hint: 'Make one with: migrateiq profile <what> --output json > before.json',
    })
  }
}

/** A pipeline of one source, so that files and tables go the same way as nodes. */
function adHoc(target: string, table?: string): { pipeline: Pipeline; baseDir: string } {
  const source: Pick<PipelineNode, 'type' | 'config'> = table
    ? {
        type: 'source.database',
        config: { connection: target, read: 'table', table: splitName(table) },
      }
    : { type: 'source.file', config: { path: resolve(target) } }
  const node = { id: 'source', version: 1, position: { x: 0, y: 0 }, ...source }
  const pipeline: Pipeline = {
    schemaVersion: 1,
    name: 'profile',
    description: '',
    parameters: [],
    nodes: [node],
    edges: [],
  }
  return { pipeline, baseDir: process.cwd() }
}

export function splitName(text: string): { schema: string; name: string } {
  const at = text.indexOf('.')
  return at < 0
    ? { schema: '', name: text }
    : { schema: text.slice(0, at), name: text.slice(at + 1) }
}
