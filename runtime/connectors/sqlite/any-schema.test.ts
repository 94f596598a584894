import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import * as t from '../../../nodes/kit/data-type.ts'
import { compareSchemas } from '../../schema/compare.ts'
import { ddlOf } from '../../schema/ddl/index.ts'
import { phaseNames } from '../../schema/ddl/phases.ts'
import type { DatabaseSchema, TableColumn, TableSchema } from '../../schema/model.ts'
import { openDatabase } from './database.ts'
import { readDatabase } from './database-schema.ts'
import { tokensOf } from './sql-tokens.ts'

vi.setConfig({ testTimeout: 60_000 })

const oddName = fc.oneof(
  fc.constantFrom(
    'order',
    'Select',
    'check',
    'references',
    'a b',
    'x"y',
    'x`y',
    'x]y',
    "it's",
    'ä',
    '1st',
    '(',
    ',',
    '--',
    '/*',
    'AS',
    'ON',
  ),
  fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_ ]{0,8}[a-z]$/),
)
const names = (size: number) =>
  fc.uniqueArray(oddName, {
    minLength: size,
    maxLength: size + 3,
    selector: (name) => name.toLowerCase(),
  })

const columnShape = fc.record({
  nativeType: fc.constantFrom(
    'INT',
    'TEXT',
    'VARCHAR(40)',
    'DECIMAL(10,2)',
    'double precision',
    'BLOB',
    '',
  ),
  nullable: fc.boolean(),
  default: fc.constantFrom(
    undefined,
    `'it''s, ('`,
    '-1.5',
    'CURRENT_TIMESTAMP',
    `datetime('now')`,
    `x'00'`,
    `1 + (2 * 3)`,
  ),
  collation: fc.constantFrom(undefined, 'NOCASE', 'RTRIM'),
})
const tableShape = fc.record({
  columns: fc.array(columnShape, { minLength: 4, maxLength: 4 }),
  key: fc.constantFrom('none', 'counted', 'reused', 'composite'),
  unique: fc.boolean(),
  check: fc.boolean(),
  deferrable: fc.boolean(),
  action: fc.constantFrom('no action', 'cascade', 'set null', 'restrict'),
  descending: fc.boolean(),
  where: fc.boolean(),
  generated: fc.boolean(),
})

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Tables with odd names, each referring to the next. */
const anySchema = fc
  .tuple(fc.array(tableShape, { minLength: 1, maxLength: 3 }), names(12), names(7))
  .map(([shapes, objects, columns]): DatabaseSchema => {
    const name = (i: number) => objects[i] ?? `object ${i}`
    const column = (i: number) => columns[i] ?? `column ${i}`
    const tables = shapes.map((shape, n): TableSchema => {
      const counted = shape.key === 'counted' || shape.key === 'reused'
      const id: TableColumn = {
        name: column(0),
        type: t.bigint,
        nativeType: 'INTEGER',
        nullable: false,
        ...(shape.key === 'counted'
          ? { identity: { generation: 'by default', next: '1' } }
          : shape.key === 'reused'
            ? { identity: { generation: 'by default', reusesNumbers: true } }
            : {}),
      }
      const others = shape.columns.map(
        (c, i): TableColumn => ({ name: column(i + 1), type: t.text, ...c }),
      )
      const generated: TableColumn = {
        name: column(5),
        type: t.text,
        nativeType: 'TEXT',
        nullable: true,
        generated: { expression: `${quoted(column(1))} || ')'`, stored: false },
      }
      const key = counted ? [column(0)] : [column(0), column(1)]
      return {
        table: { name: name(n) },
        columns: [
          id,
          ...others.map((c) => (key.includes(c.name) ? { ...c, nullable: false } : c)),
          ...(shape.generated ? [generated] : []),
        ],
        ...(shape.key === 'none' ? {} : { primaryKey: { name: name(n + 3), columns: key } }),
        uniques: shape.unique ? [{ columns: [column(2), column(3)] }] : [],
        checks: shape.check
          ? [
              {
                name: name(n + 3),
                expression: `${quoted(column(1))} <> ') CHECK (' OR 1 IN (2, 3)`,
              },
            ]
          : [],
        foreignKeys: [
          {
            columns: [column(4)],
            references: { name: name((n + 1) % shapes.length) },
            referencedColumns: [column(0)],
            onDelete: shape.action as 'cascade',
            onUpdate: 'no action',
            ...(shape.deferrable ? { deferrable: true, initiallyDeferred: true } : {}),
          },
        ],
        indexes: [
          {
            name: `index ${name(n)}`,
            unique: false,
            method: 'btree',
            parts: [
              { column: column(2), descending: shape.descending },
              { expression: `lower(${quoted(column(1))})`, descending: false },
            ],
            include: [],
            ...(shape.where ? { where: `${quoted(column(3))} IS NOT NULL` } : {}),
          },
        ],
      }
    })
    return {
      system: 'sqlite',
      version: '',
      schemas: [],
      tables,
      views: [],
      types: [],
      sequences: [],
      others: [],
    }
  })

const folder = mkdtempSync(join(tmpdir(), 'migrateiq-any-schema-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

function makeAndRead(statements: readonly string[]): DatabaseSchema {
  const file = join(folder, `${files++}.db`)
  const db = openDatabase(file)
  try {
    db.exec('PRAGMA journal_mode = off; PRAGMA synchronous = off')
    for (const sql of statements) db.exec(sql)
    return readDatabase(db)
  } finally {
    db.close()
    rmSync(file, { force: true })
  }
}

const statementsOf = (schema: DatabaseSchema): string[] => {
  const phases = ddlOf(schema)
  return phaseNames.flatMap((phase) => phases[phase].map((s) => s.sql))
}

const compared = (schema: DatabaseSchema, statements: readonly string[]) => {
  const byName = (found: DatabaseSchema): DatabaseSchema => ({
    ...found,
    tables: [...found.tables].sort((a, b) => (a.table.name < b.table.name ? -1 : 1)),
  })
  return compareSchemas(byName(schema), byName(makeAndRead(statements)), { names: true })
}

test('any schema is read as it was written', () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      expect(compared(schema, statementsOf(schema))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('blanks, comments and other quotes change nothing', () => {
  const blank = fc.constantFrom(' ', '\n', ' /* ), " */ ', " -- it's (\n", '\t')
  fc.assert(
    fc.property(anySchema, fc.infiniteStream(blank), (schema, blanks) => {
      const restyle = (sql: string) =>
        tokensOf(sql)
          .map(({ kind, raw, value }) => {
            const between = blanks.next().value
            // Inside an expression the text counts; only names of the outer layer change here.
            const plain = kind === 'quoted' && /^[^\]"`]+$/.test(value)
            return between + (plain && between === '\t' ? `[${value}]` : raw)
          })
          .join('')
      const created = statementsOf(schema).map((sql) =>
        /^CREATE TABLE/.test(sql) && !/CHECK|GENERATED|DEFAULT \(/.test(sql) ? restyle(sql) : sql,
      )
      expect(compared(schema, created)).toEqual([])
    }),
    { numRuns: 60 },
  )
})
