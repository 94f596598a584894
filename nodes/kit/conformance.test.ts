import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  anyDamage,
  anyRows,
  contextOf,
  tablesAt,
  toRelation,
  toSchema,
} from '../../e2e/support/node-examples.ts'
import type { RelationRunner, TextRow } from '../../e2e/support/relation-rows.ts'
import { openRunner } from '../../e2e/support/relation-rows.ts'
import { registry } from '../index.ts'
import type { Compiled, NodeDefinition, NodeExample } from './define-node.ts'
import { issueText } from './issue.ts'
import type { Relation } from './relation.ts'
import { walkRelation } from './relation.ts'
import { values } from './relations.ts'

const folders = import.meta.glob('../*/*/node.ts')
const readmes = import.meta.glob<string>('../*/*/README.md', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const icons = import.meta.glob<string>('../*/*/icon.svg', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const exampleFiles = import.meta.glob<NodeExample>('../*/*/examples/*.json', {
  eager: true,
  import: 'default',
})
const olderFiles = import.meta.glob<unknown>('../*/*/examples/v*/*.json', {
  eager: true,
  import: 'default',
})

let duckdb: RelationRunner
beforeAll(async () => {
  duckdb = await openRunner()
})
afterAll(() => duckdb.close())

test('every folder is a registered node type, named as the folder', () => {
  const names = Object.keys(folders).map((path) => path.split('/').slice(1, 3).join('.'))
  expect([...registry.keys()]).toEqual(names.sort())
})

describe.each([...registry.entries()])('%s', (type, definition) => {
  const folder = `../${type.replace('.', '/')}/`
  const examples = Object.entries(exampleFiles)
    .filter(([path]) => path.startsWith(`${folder}examples/`))
    .map(([, example]) => example)
  const read = (config: unknown) => definition.config.parse(config)
  const compile = (example: NodeExample) =>
    definition.compile(read(example.config), contextOf(definition, example))

  test('has its own texts, icon and examples', () => {
    expect(readmes[`${folder}README.md`]).toMatch(/^# .+\n\n[^#]/)
    expect(readmes[`${folder}README.md`]?.split('\n')[0]).toBe(`# ${definition.title.message}`)
    expect(icons[`${folder}icon.svg`]).toMatch(/^<svg [^>]*viewBox="0 0 24 24"[^>]*currentColor/)
    expect(examples.length).toBeGreaterThanOrEqual(2)
    expect(new Set(examples.map((e) => e.title)).size).toBe(examples.length)
    for (const { message } of [definition.title, definition.summary, definition.keywords])
      expect(message).toBeTruthy()
  })

  test('its ports have titles and names of their own', () => {
    for (const ports of [definition.inputs, definition.outputs]) {
      expect(new Set(ports.map((p) => p.name)).size).toBe(ports.length)
      for (const port of ports) expect(port.title.message).toBeTruthy()
    }
  })

  test('every setting has a title, and every choice too', () => {
    const schema = z.toJSONSchema(definition.config, { io: 'input' })
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
    expect(settingsWithoutTitle(schema)).toEqual([])
  })

  test('a new node can be read, and compiles or says what is missing', () => {
    const config = read(definition.initial)
    for (const example of examples)
      expectIssuesToBeTold(definition.compile(config, contextOf(definition, example)))
  })

  test('its configs survive JSON', () => {
    for (const { config } of examples) {
      const once = read(config)
      expect(read(JSON.parse(JSON.stringify(once)))).toEqual(once)
    }
  })

  test('configs of older versions arrive at the current one', () => {
    for (let version = 1; version < definition.version; version++) {
      const older = Object.entries(olderFiles).filter(([path]) =>
        path.startsWith(`${folder}examples/v${version}/`),
      )
      expect(older.length, `examples of version ${version}`).toBeGreaterThan(0)
      for (const [, config] of older) {
        let migrated = config
        for (let v = version; v < definition.version; v++)
          migrated = definition.migrations?.[v]?.(migrated) ?? migrated
        expect(definition.config.safeParse(migrated).error?.issues ?? []).toEqual([])
      }
    }
    for (const from of Object.keys(definition.migrations ?? {}))
      expect(Number(from)).toBeLessThan(definition.version)
  })

  test('a damaged config is refused with its place, or DuckDB takes what it compiles to', async () => {
    for (const example of examples) {
      const context = contextOf(definition, example)
      const damaged = fc.asyncProperty(anyDamage(example.config), async (config) => {
        const parsed = definition.config.safeParse(config)
        if (!parsed.success) return
        definition.sources?.(parsed.data)
        const compiled = definition.compile(parsed.data, context)
        expectIssuesToBeTold(compiled)
        for (const relation of Object.values(compiled.outputs)) {
          if (scans(relation)) continue
          const { found, derived } = await duckdb.describe(relation)
          expect(found).toEqual(derived)
        }
      })
      await fc.assert(damaged, { numRuns: 50 })
    }
  })

  describe.each(examples)('example: $title', (example) => {
    test('compiles without errors, to the same thing each time', () => {
      const config = deepFreeze(read(example.config))
      const context = contextOf(definition, example)
      deepFreeze(context.inputs)
      const first = definition.compile(config, context)
      expect(first.issues.filter((i) => i.severity === 'error')).toEqual([])
      expect(definition.compile(config, context)).toEqual(first)
      expectAllPorts(definition, first)
    })

    test('gives the columns and the rows it says', async () => {
      const { outputs } = compile(example)
      expect(Object.keys(example.outputs).sort()).toEqual(Object.keys(outputs).sort())
      for (const [port, table] of Object.entries(example.outputs)) {
        const relation = outputs[port] as Relation
        const expected = toRelation(table)
        expect(typesOf(relation), port).toEqual(typesOf(expected))
        if (scans(relation)) continue
        const described = await duckdb.describe(relation)
        expect(described.found, port).toEqual(described.derived)
        const [found, wanted] = [await duckdb.rows(relation), await duckdb.rows(expected)]
        if (example.ordered) expect(found, port).toEqual(wanted)
        else expect(sorted(found), port).toEqual(sorted(wanted))
      }
    })

    test('loses no row and invents none, whatever the rows are', async () => {
      const rejects = definition.outputs.filter((p) => p.reject)
      const [input] = definition.inputs
      if (rejects.length === 0 || !input) return
      const tables = definition.inputs.map((port) => tablesAt(example, port.name))
      const random = tables.map((list) => fc.tuple(...list.map((t) => anyRows(toSchema(t)))))
      await fc.assert(
        fc.asyncProperty(fc.tuple(...random), async (rows) => {
          const relations = tables.map((list, p) =>
            list.map((t, i) => values(toSchema(t), rows[p]?.[i] ?? [])),
          )
          const inputs = Object.fromEntries(
            definition.inputs.map((port, p) => [port.name, relations[p] ?? []]),
          )
          const { outputs } = definition.compile(read(example.config), {
            inputs,
            schemas: new Map(),
          })
          await expectPartition(definition, outputs, relations[0]?.[0] as Relation)
        }),
        { numRuns: 12 },
      )
    })
  })
})

/** Every input row is in exactly one output, and as it was where the columns are the same. */
async function expectPartition(
  definition: NodeDefinition,
  outputs: Compiled['outputs'],
  input: Relation,
) {
  const given = sorted(await duckdb.rows(input))
  const parts: TextRow[] = []
  let count = 0
  for (const { name } of definition.outputs) {
    const relation = outputs[name] as Relation
    const rows = await duckdb.rows(relation)
    count += rows.length
    const width = input.schema.length
    const own = JSON.stringify(typesOf(relation).slice(0, width))
    const same = own === JSON.stringify(typesOf(input))
    if (same) parts.push(...rows.map((row) => row.slice(0, width)))
    else parts.push(...rows.map(() => ['changed']))
  }
  expect(count).toBe(given.length)
  const kept = sorted(parts.filter((row) => row[0] !== 'changed' || row.length > 1))
  if (kept.length === given.length) expect(kept).toEqual(given)
  else expect(given).toEqual(expect.arrayContaining(kept))
}

function expectAllPorts(definition: NodeDefinition, { outputs }: Compiled) {
  expect(Object.keys(outputs).sort()).toEqual(definition.outputs.map((p) => p.name).sort())
}

/** A compiled node gives all ports, or an issue that says why not; texts fill completely. */
function expectIssuesToBeTold(compiled: Compiled) {
  const given = Object.keys(compiled.outputs).length > 0 || compiled.stage !== undefined
  if (!given) expect(compiled.issues.length).toBeGreaterThan(0)
  for (const found of compiled.issues) {
    expect(found.path.length, found.code).toBeGreaterThan(0)
    const { message, hint } = issueText(found.code)
    for (const [, name] of `${message.message} ${hint.message}`.matchAll(/\{(\w+)\}/g))
      expect(Object.keys(found.values), found.code).toContain(name)
  }
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly string[]
  readonly const?: string
  readonly field?: {
    readonly title?: { readonly message?: string }
    readonly options?: Readonly<Record<string, { readonly message?: string }>>
    readonly when?: { readonly field: string; readonly is: readonly unknown[] }
  }
}

function settingsWithoutTitle(schema: unknown, path = 'config'): string[] {
  const { properties = {}, items, anyOf, oneOf } = schema as JsonSchema
  const own = Object.entries(properties).flatMap(([name, property]) => {
    const at = `${path}.${name}`
    const choices = property.enum ?? (property.const === undefined ? [] : [property.const])
    const { title, options, when } = property.field ?? {}
    return [
      ...(title?.message ? [] : [at]),
      ...choices.filter((c) => !options?.[c]?.message).map((c) => `${at}=${c}`),
      ...(when && !(when.field in properties) ? [`${at} depends on ${when.field}`] : []),
      ...settingsWithoutTitle(property, at),
    ]
  })
  const inner = [...(items ? [items] : []), ...(anyOf ?? []), ...(oneOf ?? [])]
  return [...own, ...inner.flatMap((s) => settingsWithoutTitle(s, path))]
}

const scans = (relation: Relation) => walkRelation(relation).some((r) => r.kind === 'scan')

const typesOf = (relation: Relation) => relation.schema.map(({ name, type }) => ({ name, type }))

const sorted = (rows: readonly TextRow[]) => rows.map((row) => JSON.stringify(row)).sort()

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const item of Object.values(value)) deepFreeze(item)
  }
  return value
}
