import type { CatalogRows } from '../../runtime/connectors/mssql/database-schema.ts'
import type * as rows from '../../runtime/connectors/mssql/schema-queries.ts'

/** Result sets as the documented shapes of the catalog views give them, shortly written. */

type Column = Partial<Omit<rows.SchemaColumnRow, 'id' | 'name' | 'base'>>

const lengths: Readonly<Record<string, readonly [number, number, number]>> = {
  int: [4, 10, 0],
  bigint: [8, 19, 0],
  smallint: [2, 5, 0],
  bit: [1, 1, 0],
  real: [4, 24, 0],
  money: [8, 19, 4],
  datetime: [8, 23, 3],
  datetime2: [8, 27, 7],
  image: [16, 0, 0],
  ntext: [16, 0, 0],
  timestamp: [8, 0, 0],
  xml: [-1, 0, 0],
}

export const databaseCollation = 'SQL_Latin1_General_CP1_CI_AS'

export class CatalogBuilder {
  readonly #rows: {
    -readonly [K in keyof CatalogRows]: CatalogRows[K] extends readonly (infer Row)[]
      ? Row[]
      : CatalogRows[K]
  } = {
    server: { version: '16.0.4135.4', collation: databaseCollation },
    tables: [],
    columns: [],
    indexes: [],
    fullText: [],
    checks: [],
    foreignKeys: [],
    modules: [],
    synonyms: [],
    sequences: [],
    aliases: [],
    policies: [],
  }
  #id = 565_577_053

  get rows(): CatalogRows {
    return this.#rows
  }

  add<K extends 'fullText' | 'synonyms' | 'sequences' | 'aliases' | 'policies'>(
    what: K,
    row: CatalogRows[K][number],
  ): void {
    ;(this.#rows[what] as unknown[]).push(row)
  }

  /** Columns as `name: [base, more]`; texts have their length in characters. */
  table(
    name: string,
    columns: Readonly<Record<string, readonly [string, Column?]>>,
    more: Partial<rows.TableRow> = {},
  ): number {
    const id = ++this.#id
    this.#rows.tables.push({
      id,
      schema: 'dbo',
      name,
      rows: '10',
      bytes: '8192',
      comment: null,
      ...more,
    })
    this.columns(id, columns)
    return id
  }

  columns(id: number, columns: Readonly<Record<string, readonly [string, Column?]>>): void {
    for (const [name, [type, column = {}]] of Object.entries(columns)) {
      const [, base = type, size] = /^(\w+?)\((\w+)\)$/.exec(type) ?? []
      const characters = size === 'max' ? -1 : Number(size)
      const wide = base.startsWith('n') && characters > 0 ? 2 : 1
      const [length, precision, scale] = lengths[base] ?? [0, 0, 0]
      this.#rows.columns.push({
        id,
        name,
        base,
        length: size === undefined ? length : characters * wide,
        precision,
        scale,
        nullable: true,
        collation: /char|text/.test(base) ? databaseCollation : null,
        typeSchema: null,
        typeName: null,
        default: null,
        computed: null,
        persisted: null,
        seed: null,
        increment: null,
        last: null,
        comment: null,
        ...column,
      })
    }
  }

  index(
    id: number,
    name: string,
    columns: readonly string[],
    more: Partial<rows.IndexRow> = {},
  ): void {
    const index =
      1 + new Set(this.#rows.indexes.filter((i) => i.id === id).map((i) => i.index)).size
    columns.forEach((text, i) => {
      const column = text.replace(/^[-+]/, '')
      this.#rows.indexes.push({
        id,
        index,
        name,
        type: 2,
        unique: false,
        primary: false,
        constraint: false,
        filter: null,
        column,
        position: text.startsWith('+') ? 0 : i + 1,
        descending: text.startsWith('-'),
        included: text.startsWith('+'),
        ...more,
      })
    })
  }

  key(id: number, name: string, ...columns: string[]): void {
    this.index(id, name, columns, { type: 1, unique: true, primary: true })
  }

  check(id: number, name: string, definition: string): void {
    this.#rows.checks.push({ id, name, definition, untrusted: false })
  }

  foreignKey(
    id: number,
    name: string,
    columns: Readonly<Record<string, string>>,
    table: string,
    more: Partial<rows.ForeignKeyRow> = {},
  ): void {
    const key = ++this.#id
    for (const [column, referenced] of Object.entries(columns))
      this.#rows.foreignKeys.push({
        id,
        key,
        name,
        column,
        schema: 'dbo',
        table,
        referenced,
        onDelete: 'NO_ACTION',
        onUpdate: 'NO_ACTION',
        untrusted: false,
        ...more,
      })
  }

  module(
    type: string,
    name: string,
    definition: string | null,
    more: Partial<rows.ModuleRow> = {},
  ): number {
    const id = ++this.#id
    this.#rows.modules.push({
      id,
      schema: 'dbo',
      name,
      type,
      table: null,
      tableSchema: null,
      definition,
      comment: null,
      ...more,
    })
    return id
  }
}
