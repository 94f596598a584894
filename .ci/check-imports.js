// Holds the house rules no other tool holds: who may import whom (docs/architecture.md), file size,
// named exports, the fixed top level. `node .ci/check-imports.js [root]`; the build runs it too.
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'vite'

const MAX_LINES = 500
const TOP_LEVEL = 'bench builder deploy docs e2e nodes runtime server templates'.split(' ')
const GENERATED = 'coverage data dist node_modules'.split(' ')
const PURE_PACKAGES = ['zod', '@lingui/core/macro']
const SOURCE = /\.(?:[jt]sx?|css)$/
const CODE = /\.[jt]sx?$/
const TEST = /\.test\.tsx?$/
const CONFIG = /^[\w-]+\.config\.ts$/

/** Which part of the project a file belongs to; the first match wins. `null`: may import anything. */
const ZONES = [
  ['kit', /^nodes\/kit\//],
  ['node runs', /^nodes\/run\.ts$/],
  ['inspectors', /^nodes\/inspectors\.ts$/],
  ['node run', /^nodes\/[^/]+\/[^/]+\/run\.ts$/],
  ['inspector', /^nodes\/[^/]+\/[^/]+\/inspector\.tsx$/],
  ['node', /^nodes\/[^/]+\/[^/]+\//],
  ['nodes', /^nodes\//],
  ['pipeline', /^runtime\/pipeline\//],
  ['plan', /^runtime\/plan\//],
  ['sql', /^runtime\/sql\//],
  ['schema', /^runtime\/schema\//],
  ['runtime', /^runtime\/[^/]+$/],
  ['connectors', /^runtime\/connectors\//],
  ['ml', /^runtime\/ml\//],
  ['engine', /^runtime\/engine\//],
  ['hosts', /^runtime\/hosts\//],
  ['server', /^server\//],
  ['builder', /^builder\//],
]

const PLANNING = ['kit', 'node', 'nodes', 'pipeline', 'plan']
const ENGINE = [
  ...PLANNING,
  'runtime',
  'sql',
  'schema',
  'connectors',
  'ml',
  'node run',
  'node runs',
  'engine',
]

/** What a value import may reach. A zone may always import itself, a node only its own folder. */
const MAY_IMPORT = {
  kit: { zones: [], packages: 'pure' },
  node: { zones: ['kit'], packages: 'pure' },
  'node run': { zones: ['kit', 'node'], packages: 'any' },
  inspector: { zones: ['kit', 'node'], packages: 'browser' },
  nodes: { zones: ['kit', 'node'], packages: 'pure' },
  'node runs': { zones: ['kit', 'node run'], packages: 'any' },
  inspectors: { zones: ['kit', 'inspector'], packages: 'browser' },
  pipeline: { zones: ['kit', 'node', 'nodes'], packages: 'pure' },
  plan: { zones: PLANNING, packages: 'pure' },
  runtime: { zones: PLANNING, packages: 'pure' },
  sql: { zones: [...PLANNING, 'runtime'], packages: 'pure' },
  schema: { zones: [...PLANNING, 'runtime', 'sql'], packages: 'any' },
  connectors: { zones: [...PLANNING, 'runtime', 'sql', 'schema'], packages: 'any' },
  ml: { zones: [...PLANNING, 'runtime', 'sql', 'connectors'], packages: 'any' },
  engine: { zones: ENGINE, packages: 'any' },
  hosts: { zones: ENGINE, packages: 'any' },
  server: { zones: [...ENGINE, 'hosts'], packages: 'any' },
  builder: { zones: [...PLANNING, 'runtime', 'inspectors', 'inspector'], packages: 'browser' },
}

export function zoneOf(path) {
  if (TEST.test(path)) return null
  return ZONES.find(([, pattern]) => pattern.test(path))?.[0] ?? null
}

/** Every broken rule under `root`, as `file:line: what is wrong and what to do`. */
export function checkProject(root) {
  const findings = topLevel(root)
  for (const folder of [...TOP_LEVEL, '.ci', '.config']) {
    for (const file of filesUnder(join(root, folder))) {
      const path = relative(root, file).replaceAll(sep, '/')
      if (SOURCE.test(path) && !/\.gen\.ts$/.test(path)) findings.push(...checkFile(root, path))
    }
  }
  return findings
}

function topLevel(root) {
  return readdirSync(root, { withFileTypes: true })
    .filter((it) => it.isDirectory() && !it.name.startsWith('.'))
    .filter((it) => !TOP_LEVEL.includes(it.name) && !GENERATED.includes(it.name))
    .map((it) => `${it.name}/:1: unknown top-level folder; the top level is ${TOP_LEVEL.join(' ')}`)
}

function* filesUnder(folder) {
  let entries = []
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  for (const entry of entries) {
    if (entry.name === 'node_modules') continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesUnder(path)
    else if (entry.isFile()) yield path
  }
}

function checkFile(root, path) {
  const text = readFileSync(join(root, path), 'utf8')
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const findings = []
  if (lines > MAX_LINES)
    findings.push(`${path}:${MAX_LINES + 1}: ${lines} lines; split it, the limit is ${MAX_LINES}`)
  if (!CODE.test(path)) return findings

  const { module, errors } = parseSync(path, text)
  const lineAt = (offset) => text.slice(0, offset).split('\n').length
  if (errors.length > 0) return [...findings, `${path}:1: does not parse: ${errors[0].message}`]

  for (const { specifier, start, typeOnly } of importsOf(module, text)) {
    const problem = problemOf(path, specifier, typeOnly)
    if (problem) findings.push(`${path}:${lineAt(start)}: ${problem}`)
  }
  if (!CONFIG.test(path) && !path.endsWith('.d.ts')) {
    for (const entry of module.staticExports.flatMap((it) => it.entries)) {
      const isDefault = entry.exportName.kind === 'Default' || entry.exportName.name === 'default'
      if (isDefault)
        findings.push(`${path}:${lineAt(entry.start)}: default export; export it by name`)
    }
  }
  return findings
}

function importsOf(module, text) {
  // `import { type A } from` still loads the module (verbatimModuleSyntax): only `import type` does not.
  const statement = (it) => ({
    start: it.start,
    typeOnly: /^(?:import|export)\s+type\b/.test(text.slice(it.start, it.end)),
  })
  return [
    ...module.staticImports.map((it) => ({ ...statement(it), specifier: it.moduleRequest.value })),
    ...module.staticExports
      .filter((it) => it.entries[0]?.moduleRequest)
      .map((it) => ({ ...statement(it), specifier: it.entries[0].moduleRequest.value })),
    ...module.dynamicImports
      .map((it) => ({
        start: it.start,
        text: text.slice(it.moduleRequest.start, it.moduleRequest.end),
      }))
      .filter((it) => /^(['"`])[^$]*\1$/.test(it.text))
      .map((it) => ({ start: it.start, typeOnly: false, specifier: it.text.slice(1, -1) })),
  ]
}

function problemOf(path, specifier, typeOnly) {
  const zone = zoneOf(path)
  if (!zone) return null
  const { zones, packages } = MAY_IMPORT[zone]
  if (!specifier.startsWith('.')) return typeOnly ? null : packageProblem(zone, packages, specifier)

  const target = relative('.', resolve(dirname(path), specifier.replace(/\?.*$/, ''))).replaceAll(
    sep,
    '/',
  )
  const targetZone = zoneOf(target)
  if (TEST.test(target)) return `imports ${target}; only tests import tests`
  if (typeOnly) {
    const known =
      zone !== 'builder' ||
      targetZone === 'server' ||
      targetZone === zone ||
      zones.includes(targetZone)
    return known ? null : `the builder may import types from the server only, not ${target}`
  }
  if (zone === 'node' || zone === 'node run' || zone === 'inspector') {
    if (
      targetZone === 'kit' ||
      (folderOf(target) === folderOf(path) && (targetZone === 'node' || zone === targetZone))
    )
      return null
    return `a node's ${path.split('/').pop()} may import nodes/kit and its own folder, not ${target}`
  }
  if (targetZone === zone || zones.includes(targetZone) || !CODE.test(target)) return null
  return `${zone} may import ${[zone, ...zones].join(', ')}, not ${target}`
}

function packageProblem(zone, packages, specifier) {
  if (packages === 'pure' && !PURE_PACKAGES.includes(specifier))
    return `${zone} is pure and may import ${PURE_PACKAGES.join(' and ')}, not ${specifier}`
  if (packages === 'browser' && isBuiltin(specifier))
    return `${zone} runs in a browser and has no ${specifier}`
  return null
}

const folderOf = (path) => path.split('/').slice(0, 3).join('/')

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = checkProject(resolve(process.argv[2] ?? '.'))
  for (const finding of findings) console.error(finding)
  if (findings.length > 0) process.exitCode = 1
}
