import type { Command } from 'commander'
import { hasErrors } from '../../../../nodes/kit/issue.ts'
import { exitCodes } from '../../../error.ts'
import { planPipeline } from '../../../plan/plan-pipeline.ts'
import { err } from '../colours.ts'
import { loadEngine } from '../load.ts'
import type { PipelineOptions } from '../options.ts'
import { engineInput, pipelineOptions } from '../options.ts'
import { note, printIssues } from '../output.ts'

export const validateCommand = (program: Command): Command =>
  pipelineOptions(program.command('validate'))
    .alias('lint')
    .description('check a pipeline without running it')
    .option('--offline', 'do not read the columns of sources; check what can be checked')
    .addHelpText(
      'after',
      `
Examples:
  migrateiq validate pipeline.json
  migrateiq validate pipeline.json --offline --output json`,
    )
    .action(async (file: string, options: PipelineOptions & { offline?: boolean }) => {
      const input = await engineInput(file, options)
      const found = options.offline
        ? { schemas: new Map(), issues: [] }
        : await (await loadEngine()).discoverSchemas(input)
      const { registry, parameters } = input
      const plan = planPipeline(input.pipeline, { registry, parameters, schemas: found.schemas })
      const issues = [...found.issues, ...plan.issues]
      printIssues(issues, options.output)
      if (hasErrors(issues)) process.exitCode = exitCodes.usage
      else if (options.output === 'text') note(`${err.green('✓')} ${input.pipeline.name} is valid`)
    })
