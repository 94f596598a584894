import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import type {
  MigrationInput,
  MigrationOptions,
  ScriptPlace,
} from '../../../engine/migrate/index.ts'
import { existingPolicies, scriptPlaces } from '../../../engine/migrate/input.ts'
import type { ErrorCode } from '../../../error.ts'
import { errorCodes, exitCodes, MigrateError } from '../../../error.ts'
import { openConnections } from '../connections.ts'
import { loadMigration } from '../load.ts'
import { readText } from '../load-pipeline.ts'
import { migrationProgress } from '../migration-progress.ts'
import { printMigration, printPlan } from '../migration-text.ts'
import { interruptSignal, outputOption, positive, serverOption } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { note, printJson, printLine } from '../output.ts'

interface Options {
  readonly plan?: boolean
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  readonly schemas?: readonly string[]
  readonly targetSchema?: string
  readonly casts?: string
  readonly schemaOnly?: boolean
  readonly dataOnly?: boolean
  readonly jobs?: number
  readonly existing: MigrationOptions['existing']
  readonly case: MigrationOptions['identifiers']
  readonly script?: Readonly<Partial<Record<ScriptPlace, string>>>
  readonly save?: string
  readonly resume?: boolean
  readonly verify?: boolean
  readonly connections?: string
  readonly server?: string
  readonly memoryLimit?: string
  readonly quiet?: boolean
  readonly output: OutputFormat
}

export const migrateCommand = (program: Command): Command => {
  const command = program
    .command('migrate')
    .description('carry a whole database into another one: tables, rows, keys, indexes, views')
    .argument('<from>', 'a connection, a URL, or a SQLite file')
    .argument('<to>', 'the same; a SQLite file comes into being')
    .option('--plan', 'say what would happen and what would be lost; write nothing')
    .option(
      '-i, --include <pattern>',
      'only tables named so (orders, shop.*); may be given again',
      again,
    )
    .option('-x, --exclude <pattern>', 'all tables but these; may be given again', again)
    .option('--schemas <name>', 'only this schema of the source; may be given again', again)
    .option('--target-schema <name>', 'put everything into this schema of the target')
    .option('--casts <file>', 'rules for types (JSON), before our own')
    .option('--schema-only', 'tables and all that belongs to them, without rows')
    .option('--data-only', 'rows only, into tables that are there')
    .option('-j, --jobs <n>', 'pieces loaded, and indexes built, at once', positive)
    .addOption(
      new Option('--existing <policy>', 'what happens to tables that are there already')
        .choices([...existingPolicies])
        .default('fail'),
    )
    .addOption(
      new Option('--case <policy>', 'names in the target')
        .choices(['keep', 'snake_case', 'lower'])
        .default('keep'),
    )
    .option('--save <file>', 'write this migration as a pipeline for migrateiq run and the canvas')
    .option('--resume', 'go on with an interrupted run of the same migration')
    .option('--verify', 'compare checksums of all rows on both sides afterwards')
    .option('-c, --connections <file>', 'connections file (default: ./connections.json)')
    .addOption(serverOption())
    .option('--memory-limit <size>', 'memory for conversions that neither database can do')
    .option('-q, --quiet', 'no progress')
    .addOption(outputOption())
  for (const place of scriptPlaces)
    command.addOption(
      new Option(
        `--${place} <file>`,
        `SQL to run on the target ${place.replace('-', ' ')}`,
      ).hideHelp(place !== 'before-load' && place !== 'after-all'),
    )
  return command
    .addHelpText('after', helpText)
    .action(async (from: string, to: string, options: Options & Record<string, unknown>) => {
      const input = await inputOf(from, to, options)
      if (options.save) await save(options.save, input)
      if (options.plan) await showPlan(input, options)
      else await carryOut(input, options)
    })
}

const helpText = `
Scripts: ${scriptPlaces.map((p) => `--${p} <file>`).join(', ')}

Examples:
  migrateiq migrate mysql://root@db1/shop postgres://me@db2/shop --plan
  migrateiq migrate mysql://root@db1/shop postgres://me@db2/shop --jobs 4 --verify
  migrateiq migrate chinook.sqlite postgres://me@localhost/music --case snake_case
  migrateiq migrate crm warehouse --include 'orders*' --exclude '*_log' --existing append
  migrateiq migrate crm warehouse --plan --save pipeline.json

Exit codes:
  0 done · 1 failed · 2 usage or configuration · 4 connection or credentials ·
  5 not everything arrived · 6 the source’s schema has changed · 130 interrupted`

function again(text: string, before: readonly string[] = []): string[] {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.')
  return [...before, text]
}

async function inputOf(
  from: string,
  to: string,
  options: Options & Record<string, unknown>,
): Promise<MigrationInput> {
  if (options.schemaOnly && options.dataOnly)
    throw new MigrateError('INVALID_USAGE', '--schema-only and --data-only exclude each other.', {
      hint: 'Leave both out for everything.',
    })
  const { defaultOptions, parseCastFile } = await loadMigration()
  const scripts: Partial<Record<ScriptPlace, string>> = {}
  for (const place of scriptPlaces) {
    const file = options[place.replace(/-(.)/, (_, letter: string) => letter.toUpperCase())]
    if (typeof file === 'string') scripts[place] = await readText(file)
  }
  return {
    source: placeOf(from),
    target: placeOf(to),
    connections: await openConnections({
      baseDir: process.cwd(),
      file: options.connections,
      server: options.server,
    }),
    resume: options.resume ?? false,
    engine: { memoryLimit: options.memoryLimit },
    options: {
      ...defaultOptions(),
      include: options.include ?? [],
      exclude: options.exclude ?? [],
      schemas: options.schemas ?? [],
      targetSchema: options.targetSchema,
      identifiers: options.case,
      casts: options.casts ? parseCastFile(await readText(options.casts)) : [],
      what: options.schemaOnly ? 'schema' : options.dataOnly ? 'data' : 'everything',
      existing: options.existing,
      verify: options.verify ?? false,
      scripts,
      ...(options.jobs ? { jobs: options.jobs } : {}),
    },
  }
}

/** A file of SQLite stands for its URL. */
function placeOf(text: string): string {
  if (text.includes('://')) return text
  const file =
    /^sqlite:(.+)$/i.exec(text)?.[1] ?? (/\.(sqlite3?|db3?)$/i.test(text) ? text : undefined)
  return file === undefined ? text : `sqlite://${encodeURI(resolve(file))}`
}

async function showPlan(input: MigrationInput, { output }: Options): Promise<void> {
  const { planMigration } = await loadMigration()
  const plan = await planMigration(input, interruptSignal())
  if (output === 'text') printPlan(plan)
  else if (output === 'json') printJson(plan)
  else printLine(JSON.stringify(plan))
  const broken = plan.problems.find((p) => p.severity === 'error')
  if (broken) process.exitCode = exitCodeFor(broken.code)
}

async function carryOut(input: MigrationInput, options: Options): Promise<void> {
  const { migrateDatabase } = await loadMigration()
  const progress = migrationProgress()
  const report = await migrateDatabase(
    input,
    (event) => {
      if (options.output === 'ndjson') printLine(JSON.stringify(event))
      if (!options.quiet) progress.show(event)
    },
    interruptSignal(),
  )
  progress.clear()
  if (options.output === 'text') printMigration(report)
  else if (options.output === 'json') printJson(report)
  else printLine(JSON.stringify({ type: 'report', report }))
  if (report.state === 'done') return
  if (report.state === 'partial')
    process.exitCode = report.error ? exitCodeFor(report.error.code) : exitCodes.partial
  else process.exitCode = exitCodeFor(report.error?.code ?? 'INTERNAL')
}

const exitCodeFor = (code: string): number =>
  code in errorCodes ? exitCodes[errorCodes[code as ErrorCode]] : exitCodes.failed

async function save(file: string, input: MigrationInput): Promise<void> {
  const { migrationPipeline } = await loadMigration()
  await writeFile(file, `${JSON.stringify(migrationPipeline(input), null, 2)}\n`)
  note(`Saved as ${file}: run it with migrateiq run ${file}, or open it in the builder.`)
}
