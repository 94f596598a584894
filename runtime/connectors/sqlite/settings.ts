import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../../nodes/kit/field.ts'
import { MigrateError } from '../../error.ts'

export const sqliteSettings = z.strictObject({
  file: z
    .string()
    .min(1)
    .max(4096)
    .regex(/^[^\0]*$/)
    .meta(
      field({
        title: msg({ message: 'File' }),
        help: msg({ message: 'A target that does not exist yet is created.' }),
        widget: 'file',
        placeholder: 'data/shop.db',
      }),
    ),
})

export type SqliteSettings = z.output<typeof sqliteSettings>

/** `sqlite:shop.db`, `sqlite:./data/shop.db`, `sqlite:///var/data/shop.db` */
export function parseSqliteUrl(url: URL): SqliteSettings {
  const [option] = url.searchParams.keys()
  if (option !== undefined)
    throw new MigrateError('INVALID_CONNECTION', `A SQLite URL has no option “${option}”.`, {
      hint: 'Write sqlite: and the path of the file.',
    })
  return sqliteSettings.parse({ file: decodeURIComponent(`${url.host}${url.pathname}`) })
}
