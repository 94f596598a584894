import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Pipeline, PipelineNode } from '../../../pipeline/schema.ts'
import type { PortChoice } from '../choose-port.ts'
import { choosePort } from '../choose-port.ts'
import { loadEngine } from '../load.ts'
import { loadPipeline } from '../load-pipeline.ts'
import type { PipelineOptions } from '../options.ts'
import { engineInput, interruptSignal, pipelineOptions } from '../options.ts'
import { printRows } from '../output.ts'

interface ProfileOptions extends PipelineOptions, PortChoice {
  readonly table?: string
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
    .addHelpText(
      'after',
      `
Examples:
  migrateiq profile customers.csv
  migrateiq profile pipeline.json --node clean
  migrateiq profile crm --table public.customers --output json`,
    )
    .action(async (target: string, options: ProfileOptions) => {
      const made = options.node ? await loadPipeline(target) : adHoc(target, options.table)
      const input = await engineInput(target, options, made)
      const { node, port } = choosePort(input.pipeline, options)
      const { profilePort } = await loadEngine()
      const profile = await profilePort(input, node, port, interruptSignal())
      const rows = profile.map((c) => ({
        ...c,
        top:
          options.output === 'text'
            ? c.top.map((t) => `${t.value} (${t.count})`).join(', ')
            : c.top,
      }))
      const columns = ['column', 'type', 'rows', 'nulls', 'distinct', 'min', 'max', 'mean', 'top']
      printRows(rows, options.output, columns as (keyof (typeof rows)[number] & string)[])
    })

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
