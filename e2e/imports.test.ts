import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkProject } from '../.ci/check-imports.js'

const ROOT = process.cwd()
const PARTS = ['nodes', 'runtime', 'server', 'builder']

test('the project keeps its own rules', () => {
  expect(checkProject(ROOT)).toEqual([])
})

describe('a planted violation is found', () => {
  let copy = ''
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'migrateiq-imports-'))
    for (const part of PARTS) {
      cpSync(join(ROOT, part), join(copy, part), { recursive: true, force: true })
    }
  })
  afterEach(() => rmSync(copy, { recursive: true, force: true }))

  const plant = (path: string, text: string) => {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    writeFileSync(join(copy, path), text)
    return checkProject(copy)
  }

  test.each([
    [
      'kit reaches a node',
      'nodes/kit/x.ts',
      `\nimport { a } from '../map/a/node.ts'`,
      ':2: kit may',
    ],
    ['kit uses a package', 'nodes/kit/x.ts', `import pg from 'pg'`, ':1: kit is pure'],
    ['kit uses Node', 'nodes/kit/x.ts', `import 'node:fs'`, ':1: kit is pure'],
    [
      'a node reaches another',
      'nodes/map/x/node.ts',
      `import '../y/node.ts'`,
      ":1: a node's node.ts",
    ],
    [
      'a node reaches the runtime',
      'nodes/map/x/node.ts',
      `import '../../../runtime/plan/a.ts'`,
      ":1: a node's",
    ],
    [
      'a node reaches its run.ts',
      'nodes/map/x/node.ts',
      `export * from './run.ts'`,
      ":1: a node's",
    ],
    [
      'plan reaches the engine',
      'runtime/plan/x.ts',
      `await import('../engine/a.ts')`,
      ':1: plan may',
    ],
    [
      'sql reaches a connector',
      'runtime/sql/x.ts',
      `import { type A } from '../connectors/a.ts'`,
      ':1: sql may',
    ],
    [
      'the engine reaches a host',
      'runtime/engine/x.ts',
      `import '../hosts/cli/main.ts'`,
      ':1: engine may',
    ],
    [
      'a host reaches the server',
      'runtime/hosts/x.ts',
      `import '../../server/app.ts'`,
      ':1: hosts may',
    ],
    [
      'the builder reaches the server',
      'builder/x.tsx',
      `import { a } from '../server/a.ts'`,
      ':1: builder may',
    ],
    ['the builder uses Node', 'builder/x.tsx', `import 'node:fs'`, ':1: builder runs in a browser'],
    [
      'the builder types the engine',
      'builder/x.ts',
      `import type { A } from '../runtime/engine/a.ts'`,
      ':1: the builder may import types',
    ],
    ['code imports a test', 'server/x.ts', `import './a.test.ts'`, ':1: imports server/a.test.ts'],
    ['a default export', 'server/x.ts', `\n\nexport default 1`, ':3: default export'],
    ['a long file', 'server/x.ts', 'void 0\n'.repeat(501), ':501: 501 lines'],
    ['a folder at the top', 'scripts/x.ts', '', ':1: unknown top-level folder', 'scripts/'],
  ])('%s', (_, path, text, problem, place = path) => {
    expect(plant(path, text).filter((it) => it.startsWith(place + problem))).toHaveLength(1)
  })

  test.each([
    ['types from anywhere', 'nodes/kit/x.ts', `import type { A } from '../../runtime/engine/a.ts'`],
    ['types of the server', 'builder/x.ts', `import type { A } from '../server/a.ts'`],
    ['the registry', 'builder/x.ts', `import { nodes } from '../nodes/index.ts'`],
    ['the macro', 'nodes/map/x/node.ts', `import { msg } from '@lingui/core/macro'`],
    ['a file of its own folder', 'nodes/map/x/node.ts', `import { a } from './a.ts'`],
    ['anything, in a test', 'nodes/kit/x.test.ts', `import '../../server/a.ts'`],
    ['500 lines', 'server/x.ts', 'void 0\n'.repeat(500)],
  ])('allowed: %s', (_, path, text) => {
    expect(plant(path, text).filter((it) => it.startsWith(path))).toEqual([])
  })
})
