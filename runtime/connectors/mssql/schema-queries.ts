import { ownPrefix } from '../load.ts'
import { baseType } from './describe.ts'

/**
 * What the catalog views say of a database, one query each. `@schemas` is a JSON list of
 * names, or NULL for all. Row types stand beside the queries.
 */

const chosen = (schema: string) =>
  `(@schemas IS NULL OR CHARINDEX(N'"' + SCHEMA_NAME(${schema}) + N'"', @schemas) > 0)`

const ours = (name: string) => `LEFT(${name}, ${ownPrefix.length}) = N'${ownPrefix}'`

/** User tables, without ours. */
const tables = (o: string) =>
  `${o}.is_ms_shipped = 0 AND NOT ${ours(`${o}.name`)} AND ${chosen(`${o}.schema_id`)}`

const description = (kind: number, major: string, minor: string) =>
  `(SELECT CONVERT(nvarchar(3750), p.value) FROM sys.extended_properties AS p
    WHERE p.class = ${kind} AND p.major_id = ${major} AND p.minor_id = ${minor} AND p.name = N'MS_Description')`

export interface ServerRow {
  readonly version: string
  readonly collation: string
}
export const serverQuery = `SELECT CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS [version],
  CONVERT(nvarchar(128), DATABASEPROPERTYEX(DB_NAME(), 'Collation')) AS [collation]`

export interface TableRow {
  readonly id: number
  readonly schema: string
  readonly name: string
  readonly rows: string | null
  readonly bytes: string | null
  readonly comment: string | null
}
export const tablesQuery = `SELECT t.object_id AS [id], SCHEMA_NAME(t.schema_id) AS [schema], t.name AS [name],
  (SELECT SUM(p.rows) FROM sys.partitions AS p WHERE p.object_id = t.object_id AND p.index_id IN (0, 1)) AS [rows],
  (SELECT SUM(a.used_pages) * 8192 FROM sys.partitions AS p
   JOIN sys.allocation_units AS a ON a.container_id = CASE a.type WHEN 2 THEN p.partition_id ELSE p.hobt_id END
   WHERE p.object_id = t.object_id AND p.index_id IN (0, 1)) AS [bytes],
  ${description(1, 't.object_id', '0')} AS [comment]
FROM sys.tables AS t WHERE ${tables('t')} ORDER BY SCHEMA_NAME(t.schema_id), t.name`

export interface SchemaColumnRow {
  readonly id: number
  readonly name: string
  readonly base: string
  readonly length: number
  readonly precision: number
  readonly scale: number
  readonly nullable: boolean
  readonly collation: string | null
  readonly typeSchema: string | null
  readonly typeName: string | null
  readonly default: string | null
  readonly computed: string | null
  readonly persisted: boolean | null
  readonly seed: string | null
  readonly increment: string | null
  readonly last: string | null
  readonly comment: string | null
}
export const columnsQuery = `SELECT c.object_id AS [id], c.name AS [name], ${baseType} AS [base], c.max_length AS [length],
  c.[precision] AS [precision], c.scale AS [scale], c.is_nullable AS [nullable], c.collation_name AS [collation],
  CASE WHEN ty.is_user_defined = 1 THEN SCHEMA_NAME(ty.schema_id) END AS [typeSchema],
  CASE WHEN ty.is_user_defined = 1 THEN ty.name END AS [typeName],
  d.definition AS [default], cc.definition AS [computed], cc.is_persisted AS [persisted],
  CONVERT(nvarchar(40), ic.seed_value) AS [seed], CONVERT(nvarchar(40), ic.increment_value) AS [increment],
  CONVERT(nvarchar(40), ic.last_value) AS [last],
  ${description(1, 'c.object_id', 'c.column_id')} AS [comment]
FROM sys.columns AS c
JOIN sys.objects AS o ON o.object_id = c.object_id AND o.type IN ('U', 'V')
LEFT JOIN sys.types AS ty ON ty.user_type_id = c.user_type_id
LEFT JOIN sys.default_constraints AS d ON d.object_id = c.default_object_id
LEFT JOIN sys.computed_columns AS cc ON cc.object_id = c.object_id AND cc.column_id = c.column_id
LEFT JOIN sys.identity_columns AS ic ON ic.object_id = c.object_id AND ic.column_id = c.column_id
WHERE ${tables('o')} ORDER BY c.object_id, c.column_id`

export interface IndexRow {
  readonly id: number
  readonly index: number
  readonly name: string
  /** 1 clustered, 2 not, 3 XML, 4 spatial, 5 and 6 columnstore, 7 hash. */
  readonly type: number
  readonly unique: boolean
  readonly primary: boolean
  readonly constraint: boolean
  readonly filter: string | null
  readonly column: string
  readonly position: number
  readonly descending: boolean
  readonly included: boolean
}
export const indexesQuery = `SELECT i.object_id AS [id], i.index_id AS [index], i.name AS [name], CONVERT(int, i.type) AS [type],
  i.is_unique AS [unique], i.is_primary_key AS [primary], i.is_unique_constraint AS [constraint],
  i.filter_definition AS [filter], c.name AS [column], CONVERT(int, ic.key_ordinal) AS [position],
  ic.is_descending_key AS [descending], ic.is_included_column AS [included]
FROM sys.indexes AS i
JOIN sys.objects AS o ON o.object_id = i.object_id AND o.type IN ('U', 'V')
JOIN sys.index_columns AS ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
JOIN sys.columns AS c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
WHERE i.type > 0 AND i.is_hypothetical = 0 AND ${tables('o')}
ORDER BY i.object_id, i.index_id, ic.is_included_column, ic.key_ordinal, ic.index_column_id`

export interface FullTextRow {
  readonly id: number
  readonly column: string
}
export const fullTextQuery = `SELECT f.object_id AS [id], c.name AS [column] FROM sys.fulltext_index_columns AS f
JOIN sys.columns AS c ON c.object_id = f.object_id AND c.column_id = f.column_id
ORDER BY f.object_id, f.column_id`

export interface CheckRow {
  readonly id: number
  readonly name: string
  readonly definition: string
  readonly untrusted: boolean
}
export const checksQuery = `SELECT k.parent_object_id AS [id], k.name AS [name], k.definition AS [definition],
  k.is_not_trusted AS [untrusted]
FROM sys.check_constraints AS k JOIN sys.objects AS o ON o.object_id = k.parent_object_id
WHERE ${tables('o')} ORDER BY k.parent_object_id, k.name`

export interface ForeignKeyRow {
  readonly id: number
  readonly key: number
  readonly name: string
  readonly column: string
  readonly schema: string
  readonly table: string
  readonly referenced: string
  readonly onDelete: string
  readonly onUpdate: string
  readonly untrusted: boolean
}
export const foreignKeysQuery = `SELECT f.parent_object_id AS [id], f.object_id AS [key], f.name AS [name], c.name AS [column],
  SCHEMA_NAME(r.schema_id) AS [schema], r.name AS [table], rc.name AS [referenced],
  f.delete_referential_action_desc AS [onDelete], f.update_referential_action_desc AS [onUpdate],
  f.is_not_trusted AS [untrusted]
FROM sys.foreign_keys AS f
JOIN sys.objects AS o ON o.object_id = f.parent_object_id
JOIN sys.objects AS r ON r.object_id = f.referenced_object_id
JOIN sys.foreign_key_columns AS k ON k.constraint_object_id = f.object_id
JOIN sys.columns AS c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id
JOIN sys.columns AS rc ON rc.object_id = k.referenced_object_id AND rc.column_id = k.referenced_column_id
WHERE ${tables('o')} ORDER BY f.parent_object_id, f.name, k.constraint_column_id`

export interface ModuleRow {
  readonly id: number
  readonly schema: string
  readonly name: string
  /** `V`, `P`, `FN`, `IF`, `TF`, `TR`, `SN`, … */
  readonly type: string
  readonly table: string | null
  readonly tableSchema: string | null
  readonly definition: string | null
  readonly comment: string | null
}
export const modulesQuery = `SELECT o.object_id AS [id], SCHEMA_NAME(o.schema_id) AS [schema], o.name AS [name],
  RTRIM(o.type) AS [type], p.name AS [table], SCHEMA_NAME(p.schema_id) AS [tableSchema],
  m.definition AS [definition], ${description(1, 'o.object_id', '0')} AS [comment]
FROM sys.objects AS o
LEFT JOIN sys.sql_modules AS m ON m.object_id = o.object_id
LEFT JOIN sys.objects AS p ON p.object_id = o.parent_object_id AND o.parent_object_id <> 0
WHERE o.type IN ('V', 'P', 'PC', 'FN', 'IF', 'TF', 'FS', 'FT', 'AF', 'TR', 'TA') AND ${tables('o')}
ORDER BY SCHEMA_NAME(o.schema_id), o.name`

export interface SynonymRow {
  readonly schema: string
  readonly name: string
  readonly base: string
}
export const synonymsQuery = `SELECT SCHEMA_NAME(o.schema_id) AS [schema], o.name AS [name], o.base_object_name AS [base]
FROM sys.synonyms AS o WHERE ${tables('o')} ORDER BY SCHEMA_NAME(o.schema_id), o.name`

export interface SequenceRow {
  readonly schema: string
  readonly name: string
  readonly type: string
  readonly start: string
  readonly increment: string
  readonly minimum: string
  readonly maximum: string
  readonly cycle: boolean
  readonly current: string
}
export const sequencesQuery = `SELECT SCHEMA_NAME(o.schema_id) AS [schema], o.name AS [name],
  TYPE_NAME(o.system_type_id) + CASE WHEN TYPE_NAME(o.system_type_id) IN ('decimal', 'numeric')
    THEN '(' + CONVERT(varchar(3), o.[precision]) + ',0)' ELSE '' END AS [type],
  CONVERT(nvarchar(40), o.start_value) AS [start], CONVERT(nvarchar(40), o.increment) AS [increment],
  CONVERT(nvarchar(40), o.minimum_value) AS [minimum], CONVERT(nvarchar(40), o.maximum_value) AS [maximum],
  o.is_cycling AS [cycle], CONVERT(nvarchar(40), o.current_value) AS [current]
FROM sys.sequences AS o WHERE ${tables('o')} ORDER BY SCHEMA_NAME(o.schema_id), o.name`

export interface AliasRow {
  readonly schema: string
  readonly name: string
  readonly base: string
  readonly length: number
  readonly precision: number
  readonly scale: number
  readonly nullable: boolean
  readonly isTable: boolean
}
export const aliasesQuery = `SELECT SCHEMA_NAME(c.schema_id) AS [schema], c.name AS [name],
  COALESCE(TYPE_NAME(c.system_type_id), c.name) AS [base], c.max_length AS [length], c.[precision] AS [precision],
  c.scale AS [scale], c.is_nullable AS [nullable], c.is_table_type AS [isTable]
FROM sys.types AS c WHERE c.is_user_defined = 1 AND c.is_assembly_type = 0 AND ${chosen('c.schema_id')}
ORDER BY SCHEMA_NAME(c.schema_id), c.name`

export interface PolicyRow {
  readonly schema: string
  readonly name: string
}
export const policiesQuery = `SELECT SCHEMA_NAME(o.schema_id) AS [schema], o.name AS [name]
FROM sys.security_policies AS o WHERE ${tables('o')} ORDER BY o.name`
