import type { BulkType } from './bulk-types.ts'
import { bulkTypeOf, charactersUpTo, maxBytes, maxCharacters } from './bulk-types.ts'
import type { LoadColumn } from './ddl.ts'
import { columnsSql, literal, name } from './names.ts'
import { lengthOf } from './types.ts'

/** Where rows wait in the middle of a chunk's transaction when a column needs the server. */
export const inputTable = '#_migrateiq_input'

/** How canonical text gets into a type that INSERT BULK does not take as it is. */
function conversion(base: string): ((c: string) => string) | undefined {
  switch (base) {
    case 'text':
      return (c) => `CONVERT(varchar(max), ${c})`
    case 'xml':
      return (c) => `CONVERT(xml, ${c}, 1)`
    case 'sql_variant':
      return (c) => `CONVERT(nvarchar(4000), ${c})`
    case 'hierarchyid':
      return (c) => `hierarchyid::Parse(${c})`
    case 'geometry':
      return (c) => `geometry::STGeomFromText(${c}, 0)`
    case 'geography':
      return (c) => `geography::STGeomFromText(${c}, 4326)`
    default:
      return undefined
  }
}

/** The type a column travels as. */
export function travelType({ native }: LoadColumn): BulkType {
  const direct = bulkTypeOf(native)
  if (direct) return direct
  if (native.base === 'image') return maxBytes
  const length = /^(char|varchar)$/.test(native.base) ? lengthOf(native) : undefined
  return length === undefined ? maxCharacters : charactersUpTo(length)
}

/** True where all columns go straight into the table. */
export const goesStraight = (columns: readonly LoadColumn[]): boolean =>
  columns.every((c) => bulkTypeOf(c.native) !== undefined)

export const inputDdl = (columns: readonly LoadColumn[]): string =>
  `CREATE TABLE ${inputTable} (${columns
    .map((c, i) => `[c${i}] ${travelType(c).declaration} NULL`)
    .join(', ')})`

/** Texts that are cut off are refused by the assignment; a CONVERT would cut silently. */
export const fromInputSql = (into: string, columns: readonly LoadColumn[]): string =>
  `INSERT INTO ${into} (${columnsSql(columns.map((c) => c.name))}) SELECT ${columns
    .map((c, i) => conversion(c.native.base)?.(`[c${i}]`) ?? `[c${i}]`)
    .join(', ')} FROM ${inputTable}`

export interface CodePageCheck {
  readonly column: LoadColumn
  /** One value that the column's code page cannot hold, if any. */
  readonly sql: string
}

const exact = 'Latin1_General_100_BIN2'

/** Characters outside of a code page become question marks without a word. */
export const codePageChecks = (columns: readonly LoadColumn[]): CodePageCheck[] =>
  columns.flatMap((column, i) => {
    const { native, collation } = column
    if (!/^(char|varchar|text)$/.test(native.base)) return []
    const c = `[c${i}]`
    const collate = collation === undefined ? 'DATABASE_DEFAULT' : collation
    const there = `CONVERT(varchar(max), ${c} COLLATE ${collate})`
    return [
      {
        column,
        sql: `SELECT TOP (1) LEFT(${c}, 100) AS [value] FROM ${inputTable}
WHERE CONVERT(nvarchar(max), ${there}) COLLATE ${exact} <> ${c} COLLATE ${exact}`,
      },
    ]
  })

/** `SET IDENTITY_INSERT` around statements that give values for an identity column. */
export const identityInsert = (
  table: string,
  columns: readonly LoadColumn[],
  on: boolean,
): string | undefined =>
  columns.some((c) => c.identity) ? `SET IDENTITY_INSERT ${table} ${on ? 'ON' : 'OFF'}` : undefined

/** Empties a table; TRUNCATE is refused where foreign keys refer to it. */
export const emptySql = (table: string): string =>
  `IF EXISTS (SELECT 1 FROM sys.foreign_keys WHERE referenced_object_id = OBJECT_ID(${literal(table)}))
  DELETE FROM ${table}
ELSE
  TRUNCATE TABLE ${table}`

/** Rows that would be merged into one another. */
export const repeatedKeySql = (staging: string, key: readonly string[]): string => {
  const texts = key.map((k) => `COALESCE(CONVERT(nvarchar(400), ${name(k)}), N'NULL')`)
  const shown = texts.length === 1 ? texts[0] : `CONCAT(${texts.join(`, N', ', `)})`
  return `SELECT TOP (1) ${shown} AS [key] FROM ${staging} GROUP BY ${columnsSql(key)} HAVING COUNT(*) > 1`
}

/**
 * One statement that updates rows with an equal key and inserts the others. HOLDLOCK keeps
 * others from inserting the same key in between.
 */
export function mergeSql(
  target: string,
  staging: string,
  columns: readonly LoadColumn[],
  key: readonly string[],
): string {
  const on = key.map((k) => `t.${name(k)} = s.${name(k)}`).join(' AND ')
  const set = columns
    .filter((c) => !key.includes(c.name) && !c.identity)
    .map((c) => `t.${name(c.name)} = s.${name(c.name)}`)
  const names = columns.map((c) => c.name)
  return [
    `MERGE INTO ${target} WITH (HOLDLOCK) AS t USING ${staging} AS s ON ${on}`,
    ...(set.length > 0 ? [`WHEN MATCHED THEN UPDATE SET ${set.join(', ')}`] : []),
    `WHEN NOT MATCHED BY TARGET THEN INSERT (${columnsSql(names)}) VALUES (${names
      .map((n) => `s.${name(n)}`)
      .join(', ')});`,
  ].join('\n')
}

export const insertSql = (
  target: string,
  staging: string,
  columns: readonly LoadColumn[],
): string => {
  const list = columnsSql(columns.map((c) => c.name))
  return `INSERT INTO ${target} (${list}) SELECT ${list} FROM ${staging}`
}
