import type { Command } from 'commander'
import { hasErrors } from '../../../../nodes/kit/issue.ts'
import { loadEngine } from '../load.ts'
import { IssuesError } from '../load-pipeline.ts'
import type { PipelineOptions } from '../options.ts'
import { engineInput, pipelineOptions } from '../options.ts'
import { formatCount, printIssues, printJson, printRows } from '../output.ts'

export const planCommand = (program: Command): Command =>
  pipelineOptions(program.command('plan'))
    .description('show how a pipeline would run; reads catalogs, writes nothing')
    .addHelpText(
      'after',
      `
Paths: straight = bytes from database to database · pushed = the source computes ·
duckdb = through the engine. Chunks: ranges of the key, segments of a file, or single.

Examples:
  migrateiq plan pipeline.json
  migrateiq plan pipeline.json --output json`,
    )
    .action(async (file: string, options: PipelineOptions) => {
      const { explain } = await loadEngine()
      const { plan, sinks } = await explain(await engineInput(file, options))
      if (hasErrors(plan.issues)) throw new IssuesError(plan.issues)
      if (options.output === 'json') return printJson({ issues: plan.issues, sinks })
      if (options.output === 'text') printIssues(plan.issues, 'text')
      const rows = sinks.map((sink) => ({
        ...sink,
        rows: sink.estimatedRows === null ? 'unknown' : `~${formatCount(sink.estimatedRows)}`,
      }))
      printRows(rows, options.output, ['node', 'target', 'mode', 'path', 'chunks', 'rows'])
    })
