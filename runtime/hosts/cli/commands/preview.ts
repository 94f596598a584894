import type { Command } from 'commander'
import { formatType } from '../../../../nodes/kit/data-type.ts'
import type { PortChoice } from '../choose-port.ts'
import { choosePort } from '../choose-port.ts'
import { loadEngine } from '../load.ts'
import type { PipelineOptions } from '../options.ts'
import { engineInput, interruptSignal, pipelineOptions, positive } from '../options.ts'
import { note, printJson, printLine, printTable } from '../output.ts'

interface PreviewOptions extends PipelineOptions, PortChoice {
  readonly limit: number
}

export const previewCommand = (program: Command): Command =>
  pipelineOptions(program.command('preview'))
    .description('show the first rows at an output port, computed on a sample')
    .option('-n, --node <id>', 'the node (default: the first source)')
    .option('--port <name>', 'its output port (default: the main one)')
    .option('-l, --limit <rows>', 'rows to show', positive, 20)
    .addHelpText(
      'after',
      `
Examples:
  migrateiq preview pipeline.json
  migrateiq preview pipeline.json --node clean --port reject --limit 5`,
    )
    .action(async (file: string, options: PreviewOptions) => {
      const input = await engineInput(file, options)
      const { node, port } = choosePort(input.pipeline, options)
      const { previewPort } = await loadEngine()
      const preview = await previewPort(input, node, port, options.limit, interruptSignal())
      const { columns, rows, sampled } = preview
      const header = columns.map((c) => c.name)
      if (options.output === 'json') {
        const typed = columns.map((c) => ({ name: c.name, type: formatType(c.type) }))
        return printJson({ node, port, columns: typed, rows, sampled })
      }
      if (options.output === 'ndjson') {
        for (const row of rows)
          printLine(JSON.stringify(Object.fromEntries(header.map((h, i) => [h, row[i] ?? null]))))
        return
      }
      printTable(
        header,
        rows.map((row) => row.map((cell) => cell ?? '∅')),
      )
      if (sampled) note('Computed on a sample of the sources: totals and joins may be partial.')
    })
