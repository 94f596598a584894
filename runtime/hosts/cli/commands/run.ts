import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Issue } from '../../../../nodes/kit/issue.ts'
import type { RunInput } from '../../../engine/index.ts'
import type { ErrorCode } from '../../../error.ts'
import { errorCodes, exitCodes } from '../../../error.ts'
import type { RunEvent, RunReport } from '../../../report.ts'
import { err } from '../colours.ts'
import { loadEngine, startHost } from '../load.ts'
import type { PipelineOptions } from '../options.ts'
import { engineInput, interruptSignal, pipelineOptions } from '../options.ts'
import {
  formatCount,
  note,
  noteError,
  printIssues,
  printJson,
  printLine,
  resultLine,
  tellIssues,
} from '../output.ts'
import { progressBars } from '../progress.ts'

interface RunOptions extends PipelineOptions {
  readonly resume?: boolean
  readonly runDir?: string
  readonly quiet?: boolean
}

export const runCommand = (program: Command): Command =>
  pipelineOptions(program.command('run'))
    .description('run a pipeline and print its result')
    .option('--resume', 'go on with an interrupted run of the same pipeline and parameters')
    .option(
      '--run-dir <folder>',
      'where report and rejected rows are kept (default: .migrateiq/runs)',
    )
    .option('-q, --quiet', 'no progress')
    .addHelpText(
      'after',
      `
Examples:
  migrateiq run pipeline.json
  migrateiq run pipeline.json --param year=2024 --output json > report.json
  MIGRATEIQ_CONNECTION_CRM=postgres://… migrateiq run pipeline.json
  migrateiq run pipeline.json --resume

Exit codes:
  0 done · 1 failed · 2 usage or configuration · 3 an expectation did not hold ·
  4 connection or credentials · 5 too many rejected rows · 6 the source has changed ·
  70 fault of the program · 130 interrupted`,
    )
    .action(async (file: string, options: RunOptions) => {
      const input = await engineInput(file, options)
      const report = await runInTerminal(input, options)
      process.exitCode = exitCodeOf(report)
    })

/** Runs with progress on stderr and the result on stdout. */
async function runInTerminal(
  input: Omit<RunInput, 'options'> & {
    options: Partial<RunInput['options']> & { baseDir: string }
  },
  options: Pick<RunOptions, 'output' | 'quiet' | 'resume' | 'runDir'>,
): Promise<RunReport> {
  const runId = randomUUID()
  const runDir = options.runDir ?? join(process.cwd(), '.migrateiq', 'runs', runId)
  const bars = progressBars()
  const emit = (event: RunEvent) => {
    if (options.output === 'ndjson') printLine(JSON.stringify(event))
    if (!options.quiet) bars.show(event)
  }
  const run: RunInput = {
    ...input,
    options: { ...input.options, runId, runDir, resume: options.resume ?? false },
  }
  const signal = interruptSignal()
  const [{ runPipeline }, host] = await Promise.all([loadEngine(), startHost()])
  const report = await runPipeline(run, emit, signal, host)
  bars.clear()
  const issues = report.error?.code === 'INVALID_PIPELINE' ? await issuesOf(run) : []
  if (options.output === 'json')
    printJson(issues.length > 0 ? { ...report, issues: tellIssues(issues) } : report)
  if (options.output === 'text') {
    printIssues(issues, 'text')
    printReport(report, issues.length > 0)
  }
  return report
}

/** The report only counts the problems of a pipeline; a person wants to read them. */
async function issuesOf(input: RunInput): Promise<readonly Issue[]> {
  const { explain } = await loadEngine()
  const { plan } = await explain(input)
  return plan.issues.filter((i) => i.severity === 'error')
}

function printReport(report: RunReport, told: boolean): void {
  for (const gate of report.gates)
    note(`${gate.holds ? err.green('✓') : err.red('✗')} ${gate.name}: ${gate.detail}`)
  if (report.error && !told) noteError(report.error)
  for (const [node, { file, rows }] of Object.entries(report.rejects))
    if (rows > 0)
      note(`${err.yellow('rejected')} ${formatCount(rows)} rows by ${node}, kept in ${file}`)
  printLine(resultLine(report))
}

export function exitCodeOf(report: RunReport): number {
  if (report.state === 'done') return exitCodes.ok
  if (report.state === 'cancelled') return exitCodes.interrupted
  const code = report.error?.code as ErrorCode | undefined
  return code && code in errorCodes ? exitCodes[errorCodes[code]] : exitCodes.internal
}
