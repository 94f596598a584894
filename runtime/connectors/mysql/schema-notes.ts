import type { Connection } from 'mysql2'
import type { TableName } from '../../../nodes/kit/source.ts'
import type { SchemaNote } from '../../schema/model.ts'
import { ownPrefix } from '../load.ts'
import { select } from './links.ts'

interface NoteRow {
  readonly note: SchemaNote['kind']
  readonly kind: SchemaNote['object']['kind']
  readonly name: string
  /** The table of a column or trigger. */
  readonly table: string | null
  readonly text: string
  readonly account: string | null
}

const queries = [
  `SELECT 'storage engine' AS note, 'table' AS kind, table_name AS name, NULL AS \`table\`,
     engine AS text, NULL AS account
   FROM information_schema.tables
   WHERE table_schema = ? AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND engine <> 'InnoDB'`,
  `SELECT 'system versioning', 'table', table_name, NULL, table_type, NULL
   FROM information_schema.tables WHERE table_schema = ? AND table_type = 'SYSTEM VERSIONED'`,
  `SELECT 'invisible column', 'column', column_name, table_name, column_type, NULL
   FROM information_schema.columns WHERE table_schema = ? AND extra LIKE '%INVISIBLE%'`,
  `SELECT 'definer', 'view', table_name, NULL, definer, NULL
   FROM information_schema.views WHERE table_schema = ?`,
  `SELECT 'definer', 'routine', routine_name, NULL, definer, NULL
   FROM information_schema.routines WHERE routine_schema = ?`,
  `SELECT 'definer', 'trigger', trigger_name, event_object_table, definer, NULL
   FROM information_schema.triggers WHERE trigger_schema = ?`,
  `SELECT 'definer', 'event', event_name, NULL, definer, NULL
   FROM information_schema.events WHERE event_schema = ?`,
  `SELECT 'privilege', 'table', table_name, NULL,
     GROUP_CONCAT(privilege_type ORDER BY privilege_type SEPARATOR ', '), grantee
   FROM information_schema.table_privileges WHERE table_schema = ? GROUP BY grantee, table_name`,
  `SELECT 'privilege', 'table', table_name, NULL,
     GROUP_CONCAT(CONCAT(privilege_type, ' (\`', column_name, '\`)') ORDER BY column_name, privilege_type SEPARATOR ', '),
     grantee
   FROM information_schema.column_privileges WHERE table_schema = ? GROUP BY grantee, table_name`,
  `SELECT 'privilege', 'other', table_schema, NULL,
     GROUP_CONCAT(privilege_type ORDER BY privilege_type SEPARATOR ', '), grantee
   FROM information_schema.schema_privileges WHERE table_schema = ? GROUP BY grantee, table_schema`,
]

/** Storage engines, hidden columns and accounts, as far as the login may see them. */
export async function readNotes(
  link: Connection,
  database: string,
  named: (object: string) => TableName,
): Promise<SchemaNote[]> {
  const rows = await select<NoteRow>(
    link,
    queries.join('\nUNION ALL '),
    queries.map(() => database),
  )
  return rows
    .filter((row) => !(row.table ?? row.name).startsWith(ownPrefix))
    .map(({ note, kind, name, table, text, account }) => ({
      kind: note,
      object: { kind, table: named(table ?? name), name },
      text,
      ...(account !== null && { account }),
    }))
}
