import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireBuilt } from './support/built.ts'
import type { CommandOptions } from './support/command-line.ts'
import { runCommand, startCommand } from './support/command-line.ts'
import { freePort } from './support/process.ts'

const root = join(import.meta.dirname, '..')
const home = mkdtempSync(join(tmpdir(), 'migrateiq-cli-'))
afterAll(() => rmSync(home, { recursive: true }))
beforeAll(() => requireBuilt(), 300_000)

let folders = 0
/** A folder of its own with a pipeline of these nodes, wired one after the other. */
function pipelineFolder(
  nodes: readonly { id: string; type: string; config: object; port?: string }[],
  files: Readonly<Record<string, string | Buffer>> = {},
): string {
  const folder = join(home, String(++folders))
  mkdirSync(folder)
  const edges = nodes.slice(1).map((node, i) => ({
    id: `e${i}`,
    source: nodes[i]?.id,
    sourcePort: nodes[i]?.port ?? 'out',
    target: node.id,
  }))
  const document = {
    schemaVersion: 1,
    name: 'test',
    nodes: nodes.map(({ port: _, ...node }) => node),
    edges,
  }
  writeFileSync(join(folder, 'pipeline.json'), JSON.stringify(document))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const csvSource = { id: 'read', type: 'source.file', config: { path: 'in.csv' } }
const csvSink = { id: 'save', type: 'sink.file', config: { path: 'out.csv' } }
const run = (
  cwd: string,
  args: readonly string[] = [],
  options: Omit<CommandOptions, 'cwd'> = {},
) => runCommand(['run', 'pipeline.json', ...args], { cwd, ...options })
const cli = (...args: string[]) => runCommand(args, { cwd: home })
const json = (text: string) => JSON.parse(text)

describe.concurrent('help', () => {
  const commands = [
    ...['run', 'plan', 'validate', 'preview', 'profile', 'nodes', 'templates', 'init'],
    ...['connections list', 'connections test', 'connections tables', 'schema', 'doctor'],
    ...['serve', 'start'],
  ]

  test.each(commands)('%s --help has examples', async (command) => {
    const { code, stdout, stderr } = await cli(...command.split(' '), '--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: migrateiq ${command}`)
    expect(stdout).toMatch(new RegExp(`Examples?:\\n.*  migrateiq ${command}`, 's'))
  })

  test('--help names every command and exit code, --version the version', async () => {
    const { code, stdout } = await cli('--help')
    expect(code).toBe(0)
    for (const command of commands) expect(stdout).toContain(`  ${command.split(' ')[0]}`)
    expect(stdout).toContain('130 interrupted')
    const { version } = json(readFileSync(join(root, 'package.json'), 'utf8'))
    expect((await cli('--version')).stdout.trim()).toBe(version)
  })

  test.each([
    [[], 'Usage: migrateiq'],
    [['rnu'], "unknown command 'rnu'"],
    [['run'], "missing required argument 'pipeline'"],
    [['run', 'x', '--colour'], "unknown option '--colour'"],
    [['run', 'x', '--output', 'xml'], 'Allowed choices are text, json, ndjson'],
    [['run', 'x', '--param', 'year'], 'Write it as name=value.'],
    [['run', 'x', '--threads', '0'], 'Not a whole number above 0.'],
    [['run', 'none.json'], 'The file none.json does not exist.'],
    [['nodes', 'transform.filtre'], 'Did you mean “transform.filter”?'],
    [['templates', 'messy'], 'There is no template “messy”.'],
    [['init', '.'], 'The folder . is not empty.'],
    [['connections', 'test', 'crm'], 'There is no connection “crm”.'],
    [['connections', 'test', 'orcale://x'], 'No system answers to “orcale:”.'],
  ])('%j is a usage error', async (args, sentence) => {
    writeFileSync(join(home, 'not-empty'), '')
    const { code, stdout, stderr } = await cli(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
  })
})

describe('a template from init to result', () => {
  test('every command on it', async () => {
    const target = join(home, 'customers')
    const made = await cli('init', target, '--template', 'messy-customers')
    expect(made.code).toBe(0)
    expect(made.stdout.trim()).toMatch(/pipeline\.json$/)
    const on = (command: string, ...args: string[]) =>
      runCommand([command, 'pipeline.json', ...args], { cwd: target })

    const valid = await on('validate')
    expect(valid).toMatchObject({ code: 0, stdout: '' })
    expect(valid.stderr).toContain('✓ Messy customer list to SQLite is valid')

    const plan = json((await on('plan', '--output', 'json')).stdout)
    expect(plan.sinks.map((s: { node: string }) => s.node).sort()).toEqual(['refused', 'save'])

    const preview = await on('preview', '--node', 'clean', '--limit', '2', '--output', 'json')
    const { columns, rows } = json(preview.stdout)
    expect(columns[2]).toEqual({ name: 'email', type: 'text' })
    expect(rows).toHaveLength(2)

    const profile = await on('profile', '--node', 'clean', '--output', 'ndjson')
    const lines = profile.stdout.trimEnd().split('\n').map(json)
    expect(lines.map((l) => l.column)).toContain('revenue')

    const done = await on('run')
    expect(done.code).toBe(0)
    expect(done.stdout).toMatch(
      /^done {2}63 rows in, 60 out, 5 rejected → .*customers: customers.* {2}\d+\.\d s\n$/,
    )
    expect(done.stderr).toMatch(/^rejected 5 rows by rules, kept in .+\.ndjson\n$/)

    const tables = await runCommand(['connections', 'tables', 'customers', '-o', 'json'], {
      cwd: target,
    })
    expect(json(tables.stdout)).toMatchObject([{ table: 'customers', key: 'id' }])
    const names = await runCommand(['connections'], { cwd: target })
    expect(names.stdout).toMatch(/customers +sqlite +.*customers\.sqlite/)
  })

  test('init without a template makes a pipeline that is valid', async () => {
    await cli('init', 'empty')
    const { code, stderr } = await cli('validate', 'empty/pipeline.json')
    expect(code).toBe(0)
    expect(stderr).toContain('NO_SINK')
    expect((await cli('preview', 'empty/pipeline.json')).stderr).toContain('has no nodes')
  })

  test('a pipeline from standard input', async () => {
    const folder = pipelineFolder([csvSource, csvSink], { 'in.csv': 'a,b\n1,x\n' })
    const input = readFileSync(join(folder, 'pipeline.json'), 'utf8')
    expect((await runCommand(['run', '-'], { cwd: folder, input })).code).toBe(0)
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('a,b\n1,x\n')
  })

  test('a parameter', async () => {
    const folder = join(home, 'sales')
    cpSync(join(root, 'templates/yearly-sales'), folder, { recursive: true })
    const one = await run(folder, ['--param', 'files=sample/sales-202[3].csv'])
    expect(one.stdout).toMatch(/^done {2}25 rows in, 25 out/)
    const wrong = await run(folder, ['--param', 'fils=x'])
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('UNKNOWN_PARAMETER')
  })
})

describe('output', () => {
  const folder = () => pipelineFolder([csvSource, csvSink], { 'in.csv': 'a,b\n1,x\n2,y\n' })

  test('json: one report on stdout, nothing else', async () => {
    const { code, stdout, stderr } = await run(folder(), ['--output', 'json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(json(stdout)).toMatchObject({
      state: 'done',
      rows: { read: 2, written: 2, rejected: 0 },
      sinks: [{ node: 'save', rows: 2 }],
    })
  })

  test('ndjson: the events as they come, the report last', async () => {
    const { stdout } = await run(folder(), ['--output', 'ndjson'])
    const events = stdout.trimEnd().split('\n').map(json)
    expect(events[0]).toMatchObject({ type: 'run', state: 'running' })
    expect(events.at(-1)).toMatchObject({ type: 'report', report: { state: 'done' } })
    expect(events.map((e) => e.type)).toContain('node')
  })

  test('no colours in a pipe, in CI, or with NO_COLOR; colours when forced', async () => {
    const [plain, ci, no, forced] = await Promise.all([
      run(folder()),
      run(folder(), [], { env: { CI: 'true' } }),
      run(folder(), [], { env: { NO_COLOR: '1', FORCE_COLOR: '1' } }),
      run(folder(), [], { env: { FORCE_COLOR: '1' } }),
    ])
    for (const { stdout, stderr } of [plain, ci, no])
      expect(stdout + stderr).not.toContain('\u001b[')
    expect(forced.stdout).toContain('\u001b[32mdone')
  })

  test('a reader that leaves early is no error', async () => {
    const { child, ended } = startCommand(['nodes', '-o', 'json'], { cwd: home })
    child.stdout.destroy()
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
  })

  test('nodes, templates, schema and doctor as json', async () => {
    expect(json((await cli('nodes', '-o', 'json')).stdout).length).toBeGreaterThan(10)
    expect(json((await cli('nodes', 'transform.limit', '-o', 'json')).stdout)).toMatchObject({
      type: 'transform.limit',
      outputs: [{ name: 'out' }],
    })
    expect((await cli('nodes', 'transform.limit')).stdout).toContain('## Settings')
    expect(json((await cli('templates', '-o', 'json')).stdout)).toHaveLength(4)
    expect((await cli('templates', 'nested-orders')).stdout).toContain('## The steps')
    expect(json((await cli('schema')).stdout)).toMatchObject({ title: 'MigrateIQ pipeline' })
    const checks = json((await cli('doctor', '-o', 'json')).stdout)
    expect(checks.filter((c: { ok: boolean }) => !c.ok)).toEqual([])
  })
})

describe('bad input: code, node, place, what to do', () => {
  /** Runs, and expects a failure that leaves nothing behind. */
  async function failure(folder: string, env: NodeJS.ProcessEnv = {}) {
    const { code, stdout } = await run(folder, ['--output', 'json'], { env })
    const report = json(stdout)
    expect(report).toMatchObject({ state: 'failed', rows: { written: 0 } })
    expect(report.error.hint).toMatch(/\S/)
    expect(existsSync(join(folder, 'out.csv'))).toBe(false)
    return { code, ...report }
  }

  test('a file that is not there', async () => {
    const { code, error } = await failure(pipelineFolder([csvSource, csvSink]))
    expect({ code, error }).toMatchObject({
      code: 1,
      error: { code: 'FILE_NOT_FOUND', node: 'read' },
    })
    expect(error.message).toContain('in.csv')
  })

  test('a file in another encoding than told', async () => {
    const source = { ...csvSource, config: { path: 'in.csv', encoding: 'utf-8' } }
    const latin = Buffer.from('name\nM\xfcller\n', 'latin1')
    const folder = pipelineFolder([source, csvSink], { 'in.csv': latin })
    const { code, error } = await failure(folder)
    expect({ code, error }).toMatchObject({
      code: 1,
      error: { code: 'WRONG_ENCODING', node: 'read' },
    })
  })

  test('a column that is not there', async () => {
    const filter = {
      id: 'few',
      type: 'transform.filter',
      config: { condition: 'nmae = 1' },
      port: 'pass',
    }
    const folder = pipelineFolder([csvSource, filter, csvSink], { 'in.csv': 'name\n1\n' })
    const { code, error, issues } = await failure(folder)
    expect({ code, error }).toMatchObject({ code: 2, error: { code: 'INVALID_PIPELINE' } })
    expect(issues).toMatchObject([
      {
        code: 'UNKNOWN_COLUMN',
        node: 'few',
        path: ['condition'],
        range: { from: 0, to: 4 },
        message: 'There is no column “nmae”.',
        hint: 'Did you mean “name”? Columns here: name.',
      },
    ])
    expect((await run(folder)).stderr).toContain('error UNKNOWN_COLUMN at few › condition')
  })

  test('a document that is none', async () => {
    const folder = pipelineFolder([])
    writeFileSync(join(folder, 'pipeline.json'), '{ "schemaVersion": 1, ')
    const { code, stdout } = await run(folder, ['--output', 'json'])
    expect(code).toBe(2)
    expect(json(stdout).issues).toMatchObject([{ code: 'PIPELINE_NOT_JSON', severity: 'error' }])
  })

  test('a connection that is refused, and one that hangs up', async () => {
    const sink = {
      id: 'save',
      type: 'sink.database',
      config: { connection: 'target', table: { name: 't' }, mode: 'replace' },
    }
    const folder = pipelineFolder([csvSource, sink], { 'in.csv': 'a\n1\n' })
    const refused = await failure(folder, {
      MIGRATEIQ_CONNECTION_TARGET: `postgres://me:geheim@127.0.0.1:${await freePort()}/d`,
    })
    expect(refused).toMatchObject({ code: 4, error: { code: 'CONNECTION_REFUSED', node: 'save' } })
    expect(JSON.stringify(refused)).not.toContain('geheim')

    const rude = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
    const { port } = rude.address() as { port: number }
    const lost = await failure(folder, {
      MIGRATEIQ_CONNECTION_TARGET: `mysql://me@127.0.0.1:${port}/d`,
    })
    rude.close()
    expect(lost.code).toBe(4)

    const unknown = await failure(folder)
    expect(unknown).toMatchObject({ code: 2, error: { code: 'UNKNOWN_CONNECTION', node: 'save' } })
  })

  test('a connection test tells the step that failed, once', async () => {
    const url = `postgres://me:geheim@127.0.0.1:${await freePort()}/d`
    const { code, stdout, stderr } = await cli('connections', 'test', url)
    expect({ code, stderr }).toEqual({ code: 4, stderr: '' })
    expect(stdout).toMatch(/✓ resolve .*\n✗ connect .*firewall/)
    expect(stdout).not.toContain('geheim')
  })

  test('an expectation that does not hold, and too many rejected rows', async () => {
    const validate = (config: object) =>
      pipelineFolder(
        [csvSource, { id: 'check', type: 'validate.rules', config, port: 'pass' }, csvSink],
        {
          'in.csv': 'a\n1\n\n3\n4\n'.replace('\n\n', '\n-1\n'),
        },
      )
    const expectation = { check: 'expectation', expression: 'count(*) > 10', name: 'enough rows' }
    const gate = await failure(validate({ rules: [expectation] }))
    expect(gate).toMatchObject({
      code: 3,
      error: { code: 'GATE_FAILED', node: 'check' },
      gates: [{ node: 'check', name: 'enough rows', holds: false }],
    })
    const positive = { check: 'expression', expression: 'a > 0' }
    const many = await failure(validate({ rules: [positive], maxRejectedRows: 0 }))
    expect(many).toMatchObject({ code: 5, error: { code: 'TOO_MANY_REJECTS', node: 'check' } })
    expect((await run(validate({ rules: [positive], maxRejectedRows: 1 }))).code).toBe(0)
  })

  test('a value that does not fit the table: nothing of the load is visible', async () => {
    const table = { connection: 'db', table: { name: 't' } }
    const sink = (mode: string) => ({
      id: 'save',
      type: 'sink.database',
      config: { ...table, mode },
    })
    const env = { MIGRATEIQ_CONNECTION_DB: 'sqlite:db.sqlite' }
    const first = pipelineFolder([csvSource, sink('create')], { 'in.csv': 'a\n1\n' })
    expect((await run(first, [], { env })).code).toBe(0)
    // The table has whole numbers; the next file has a text among them.
    const read = { ...csvSource, config: { path: 'in.csv', types: 'text' } }
    const second = pipelineFolder([read, sink('append')], { 'in.csv': 'a\n2\nx\n' })
    cpSync(join(first, 'db.sqlite'), join(second, 'db.sqlite'))
    const { code, error } = await failure(second, env)
    expect({ code, error }).toMatchObject({
      code: 1,
      error: { code: 'VALUE_DOES_NOT_FIT', node: 'save', table: 't' },
    })
    const back = [
      { id: 'read', type: 'source.database', config: { ...table, read: 'table' } },
      csvSink,
    ]
    const third = pipelineFolder(back)
    cpSync(join(second, 'db.sqlite'), join(third, 'db.sqlite'))
    expect((await run(third, [], { env })).code).toBe(0)
    expect(readFileSync(join(third, 'out.csv'), 'utf8')).toBe('a\n1\n')
  })
})
