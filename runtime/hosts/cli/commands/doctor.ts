import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { freemem, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { registry } from '../../../../nodes/index.ts'
import { exitCodes } from '../../../error.ts'
import { out } from '../colours.ts'
import { outputOption } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { formatBytes, printLine, printRows } from '../output.ts'

interface Check {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

export const doctorCommand = (program: Command): Command =>
  program
    .command('doctor')
    .description('check that this machine has what MigrateIQ needs')
    .addOption(outputOption())
    .addHelpText('after', '\nExample:\n  migrateiq doctor')
    .action(async ({ output }: { output: OutputFormat }) => {
      const checks = await Promise.all(Object.entries(probes).map(runProbe))
      if (output === 'text')
        for (const { name, ok, detail } of checks)
          printLine(`${ok ? out.green('✓') : out.red('✗')} ${name.padEnd(18)} ${detail}`)
      else printRows(checks, output, ['name', 'ok', 'detail'])
      if (checks.some((c) => !c.ok)) process.exitCode = exitCodes.failed
    })

async function runProbe([name, probe]: [string, () => Promise<string>]): Promise<Check> {
  try {
    return { name, ok: true, detail: await probe() }
  } catch (error) {
    return { name, ok: false, detail: (error as Error).message }
  }
}

/** Each says what it found, or throws what is missing and what to do. */
const probes: Readonly<Record<string, () => Promise<string>>> = {
  async 'Node.js'() {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    if (major < 20 || (major === 20 && minor < 19))
      throw new Error(`${process.version} is too old: install Node.js 20.19 or newer.`)
    return process.version
  },
  async memory() {
    return `${formatBytes(freemem())} free of ${formatBytes(totalmem())}`
  },
  async 'temporary folder'() {
    const { bavail, bsize } = await statfs(tmpdir())
    if (bavail * bsize < 1e9)
      throw new Error(`${tmpdir()} has less than 1 GB free: set --temp-dir or TMPDIR.`)
    return `${tmpdir()}, ${formatBytes(bavail * bsize)} free`
  },
  async 'named pipes'() {
    const { execFileSync } = await import('node:child_process')
    const folder = await mkdtemp(join(tmpdir(), 'migrateiq-doctor-'))
    try {
      execFileSync('mkfifo', [join(folder, 'pipe')])
      return 'mkfifo works'
    } finally {
      await rm(folder, { recursive: true })
    }
  },
  async engine() {
    const { DuckDBInstance, version } = await import('@duckdb/node-api')
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const result = await connection.runAndReadAll(
      `SELECT extension_name FROM duckdb_extensions() WHERE loaded AND extension_name IN ('icu', 'json', 'parquet') ORDER BY 1`,
    )
    const found = result.getRows().flat()
    if (found.length < 3) throw new Error(`DuckDB lacks an extension: found ${found.join(', ')}.`)
    return `DuckDB ${version()} with ${found.join(', ')}`
  },
  async 'node types'() {
    if (registry.size === 0) throw new Error('No node type is registered: the build is broken.')
    return `${registry.size} registered`
  },
}
