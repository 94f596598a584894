import type { DatabaseSystem } from '../model.ts'

/** A column type of an engine, and values at its bounds as that engine's SQL says them. */
export interface FidelityCase {
  /** As in CREATE TABLE. */
  readonly type: string
  readonly values: readonly string[]
}

const integers = (min: string, max: string) => [min, max, '0', '1', 'NULL']
const texts = ["''", "'a'", "'  b '", "'ä€𝄞'", "'it''s \"q\"'", "'\t'", 'NULL']
const days = ["'2024-02-29'", "'1970-01-01'", "'9999-12-31'", "'1000-01-01'", 'NULL']
const moments = ["'2024-02-29 23:59:59'", "'1970-01-02 00:00:00'", "'2037-12-31 00:00:01'", 'NULL']
const fine = ["'2024-02-29 23:59:59.999999'", "'1970-01-02 00:00:00.000001'", 'NULL']
const documents = [`'{"a": [1, null, "x"]}'`, `'[]'`, `'"t"'`, `'1.50'`, 'NULL']

const mysql: readonly FidelityCase[] = [
  { type: 'tinyint(1)', values: ['0', '1', 'NULL'] },
  { type: 'tinyint', values: integers('-128', '127') },
  { type: 'tinyint unsigned', values: integers('0', '255') },
  { type: 'smallint', values: integers('-32768', '32767') },
  { type: 'smallint unsigned', values: integers('0', '65535') },
  { type: 'mediumint', values: integers('-8388608', '8388607') },
  { type: 'mediumint unsigned', values: integers('0', '16777215') },
  { type: 'int', values: integers('-2147483648', '2147483647') },
  { type: 'int unsigned', values: integers('0', '4294967295') },
  { type: 'bigint', values: integers('-9223372036854775808', '9223372036854775807') },
  { type: 'bigint unsigned', values: integers('0', '18446744073709551615') },
  { type: 'decimal(10,2)', values: integers('-99999999.99', '99999999.99') },
  {
    type: 'decimal(38,10)',
    values: integers('-9999999999999999999999999999.9999999999', '0.0000000001'),
  },
  { type: 'decimal(65,30)', values: integers('-1.5', '99999999999999999999999999999999999.5') },
  { type: 'float', values: ['0', '1.5', '-3.25', '0.1', 'NULL'] },
  {
    type: 'double',
    values: ['0', '0.1', '-1.7976931348623157e308', '2.2250738585072014e-308', 'NULL'],
  },
  { type: 'bit(1)', values: ["b'0'", "b'1'", 'NULL'] },
  { type: 'bit(8)', values: ["b'0'", "b'10000001'", "b'11111111'", 'NULL'] },
  { type: 'bit(63)', values: [`b'1${'0'.repeat(61)}1'`, "b'0'", 'NULL'] },
  { type: 'bit(64)', values: [`b'${'1'.repeat(64)}'`, "b'0'", 'NULL'] },
  { type: 'year', values: ['1901', '2155', 'NULL'] },
  { type: 'date', values: days },
  { type: 'time', values: ["'00:00:00'", "'23:59:59'", 'NULL'] },
  { type: 'time(6)', values: ["'23:59:59.999999'", "'00:00:00.000001'", 'NULL'] },
  { type: 'datetime', values: moments },
  { type: 'datetime(6)', values: fine },
  { type: 'timestamp NULL', values: moments },
  { type: 'timestamp(6) NULL', values: fine },
  { type: 'char(8)', values: ["''", "'ab'", "'ä€𝄞'", 'NULL'] },
  { type: 'varchar(40)', values: texts },
  { type: 'tinytext', values: texts },
  { type: 'text', values: texts },
  { type: 'mediumtext', values: texts },
  { type: 'longtext', values: texts },
  { type: 'binary(4)', values: ["x'00ff0a5c'", "x'00000000'", 'NULL'] },
  { type: 'varbinary(16)', values: ["x''", "x'00ff270a'", 'NULL'] },
  { type: 'blob', values: ["x''", "x'00ff5c270922'", 'NULL'] },
  { type: 'longblob', values: ["x'00'", 'NULL'] },
  { type: 'json', values: documents },
  { type: "enum('a','b c','it''s')", values: ["'a'", "'b c'", "'it''s'", 'NULL'] },
  { type: "set('a','b c','\"q\"')", values: ["''", "'a'", `'a,b c,"q"'`, 'NULL'] },
  { type: 'point', values: ["ST_GeomFromText('POINT(1 2.5)')", 'NULL'] },
  { type: 'geometry', values: ["ST_GeomFromText('LINESTRING(0 0,1 1)')", 'NULL'] },
]

const postgres: readonly FidelityCase[] = [
  { type: 'boolean', values: ['true', 'false', 'NULL'] },
  { type: 'smallint', values: integers('-32768', '32767') },
  { type: 'integer', values: integers('-2147483648', '2147483647') },
  { type: 'bigint', values: integers('-9223372036854775808', '9223372036854775807') },
  { type: 'numeric(10,2)', values: integers('-99999999.99', '99999999.99') },
  {
    type: 'numeric(38,10)',
    values: integers('-9999999999999999999999999999.9999999999', '0.0000000001'),
  },
  { type: 'numeric', values: ['0', '1.5', '-12345678901234567890.123456789', 'NULL'] },
  { type: 'real', values: ['0', '1.5', '0.1', '-3.25', 'NULL'] },
  { type: 'double precision', values: ['0', '0.1', "'-1.7976931348623157e308'", 'NULL'] },
  { type: 'money', values: ["'0'", "'-12.34'", 'NULL'] },
  { type: 'text', values: texts },
  { type: 'character varying(40)', values: texts },
  { type: 'character(8)', values: ["'ab'", "'ä€𝄞'", 'NULL'] },
  { type: '"char"', values: ["'a'", 'NULL'] },
  { type: 'bytea', values: [`'\\x'`, `'\\x00ff5c27'`, 'NULL'] },
  { type: 'date', values: [...days, "'0001-01-01'"] },
  { type: 'time without time zone', values: ["'00:00:00'", "'23:59:59.999999'", 'NULL'] },
  { type: 'time with time zone', values: ["'10:00:00+02'", "'23:59:59.5-11:30'", 'NULL'] },
  { type: 'timestamp without time zone', values: [...moments, ...fine] },
  { type: 'timestamp(3) without time zone', values: ["'2024-02-29 23:59:59.999'", 'NULL'] },
  {
    type: 'timestamp with time zone',
    values: ["'2024-02-29 23:59:59.999999+02'", "'1970-01-02 00:00:00+00'", 'NULL'],
  },
  { type: 'interval', values: ["'1 year 2 months 3 days 04:05:06.7'", "'-1 day'", "'0'", 'NULL'] },
  {
    type: 'uuid',
    values: [
      "'00000000-0000-0000-0000-000000000000'",
      "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
      'NULL',
    ],
  },
  { type: 'json', values: documents },
  { type: 'jsonb', values: documents },
  { type: 'xml', values: ["'<a>x</a>'", 'NULL'] },
  { type: 'bit(8)', values: ["B'10000001'", "B'00000000'", 'NULL'] },
  { type: 'bit varying(12)', values: ["B''", "B'101'", 'NULL'] },
  { type: 'inet', values: ["'192.168.0.1/24'", "'::1'", 'NULL'] },
  { type: 'cidr', values: ["'10.0.0.0/8'", 'NULL'] },
  { type: 'macaddr', values: ["'08:00:2b:01:02:03'", 'NULL'] },
  { type: 'integer[]', values: ["'{}'", "'{1,NULL,-3}'", "'{{1,2},{3,4}}'", 'NULL'] },
  { type: 'text[]', values: ["'{}'", `'{a,"b c",NULL}'`, 'NULL'] },
  { type: 'int4range', values: ["'[1,5)'", "'empty'", 'NULL'] },
  { type: 'numrange', values: ["'[1.5,)'", 'NULL'] },
  { type: 'daterange', values: ["'[2024-01-01,2024-02-01)'", 'NULL'] },
  { type: 'tsvector', values: ["'a:1 b:2'", 'NULL'] },
  { type: 'point', values: ["'(1,2.5)'", 'NULL'] },
  { type: 'oid', values: ['0', '4294967295', 'NULL'] },
]

const sqlite: readonly FidelityCase[] = [
  { type: 'INTEGER', values: integers('-9223372036854775808', '9223372036854775807') },
  { type: 'INT', values: integers('-2147483648', '2147483647') },
  { type: 'SMALLINT', values: integers('-32768', '32767') },
  { type: 'TINYINT', values: integers('-128', '255') },
  { type: 'BOOLEAN', values: ['0', '1', 'NULL'] },
  { type: 'REAL', values: ['0.0', '0.1', '-1.7976931348623157e308', 'NULL'] },
  { type: 'DOUBLE', values: ['1.5', 'NULL'] },
  { type: 'NUMERIC', values: ['1', '1.5', 'NULL'] },
  { type: 'DECIMAL(10,2)', values: ['99999999.99', '-0.01', '5', 'NULL'] },
  { type: 'DECIMAL TEXT(30,10)', values: ["'12345678901234567890.0123456789'", 'NULL'] },
  { type: 'TEXT', values: texts },
  { type: 'VARCHAR(40)', values: texts },
  { type: 'NVARCHAR(160)', values: texts },
  { type: 'CHAR(8)', values: ["'ab'", 'NULL'] },
  { type: 'CLOB', values: texts },
  { type: 'BLOB', values: ["x''", "x'00ff5c27'", 'NULL'] },
  { type: 'DATE', values: days },
  { type: 'TIME', values: ["'00:00:00'", "'23:59:59'", 'NULL'] },
  { type: 'DATETIME', values: moments },
  { type: 'TIMESTAMP', values: [...moments, ...fine] },
  { type: 'TIMESTAMP WITH TIME ZONE', values: ["'2024-02-29 23:59:59+00'", 'NULL'] },
  { type: 'UUID', values: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", 'NULL'] },
  { type: 'JSON TEXT', values: documents },
  { type: '', values: ["'free'", 'NULL'] },
]

const mssql: readonly FidelityCase[] = [
  { type: 'bit', values: ['0', '1', 'NULL'] },
  { type: 'tinyint', values: integers('0', '255') },
  { type: 'smallint', values: integers('-32768', '32767') },
  { type: 'int', values: integers('-2147483648', '2147483647') },
  { type: 'bigint', values: integers('-9223372036854775808', '9223372036854775807') },
  { type: 'decimal(18,4)', values: integers('-99999999999999.9999', '0.0001') },
  { type: 'money', values: ['-922337203685477.5808', '922337203685477.5807', 'NULL'] },
  { type: 'smallmoney', values: ['-214748.3648', 'NULL'] },
  { type: 'real', values: ['0', '1.5', 'NULL'] },
  { type: 'float', values: ['0', '0.1', 'NULL'] },
  { type: 'nchar(8)', values: ["N'ab'", 'NULL'] },
  { type: 'nvarchar(40)', values: ["N''", "N'ä€'", 'NULL'] },
  { type: 'nvarchar(max)', values: ["N'x'", 'NULL'] },
  { type: 'varchar(40)', values: ["'a'", 'NULL'] },
  { type: 'binary(4)', values: ['0x00FF0A5C', 'NULL'] },
  { type: 'varbinary(max)', values: ['0x', '0x00FF', 'NULL'] },
  { type: 'date', values: ["'0001-01-01'", "'9999-12-31'", 'NULL'] },
  { type: 'time(7)', values: ["'23:59:59.9999999'", 'NULL'] },
  { type: 'datetime', values: ["'2024-02-29 23:59:59.997'", 'NULL'] },
  { type: 'smalldatetime', values: ["'2024-02-29 23:59:00'", 'NULL'] },
  { type: 'datetime2(7)', values: ["'2024-02-29 23:59:59.9999999'", 'NULL'] },
  { type: 'datetimeoffset(7)', values: ["'2024-02-29 23:59:59.5 +02:00'", 'NULL'] },
  { type: 'uniqueidentifier', values: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", 'NULL'] },
  { type: 'xml', values: ["'<a>x</a>'", 'NULL'] },
  { type: 'rowversion', values: [] },
  { type: 'geography', values: ["geography::STGeomFromText('POINT(1 2)', 4326)", 'NULL'] },
  { type: 'hierarchyid', values: ["'/1/2/'", 'NULL'] },
  { type: 'sql_variant', values: ["N'x'", 'NULL'] },
]

/** Every type of each engine that a schema may have. */
export const fidelityCases: Readonly<Record<DatabaseSystem, readonly FidelityCase[]>> = {
  mysql,
  postgres,
  sqlite,
  mssql,
}
