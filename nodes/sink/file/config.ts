import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'

const csv = { when: { field: 'format', is: ['auto', 'csv', 'tsv'] } }

export const config = z.strictObject({
  path: z.string().meta(
    field({
      title: msg`File`,
      help: msg`Where to write. Relative paths start at the pipeline's folder. An existing file is replaced when the new one is complete.`,
      widget: 'file',
      placeholder: 'out/customers.parquet',
    }),
  ),
  format: z
    .enum(['auto', 'csv', 'tsv', 'ndjson', 'parquet'])
    .default('auto')
    .meta(
      field({
        title: msg`Format`,
        help: msg`By default, the ending of the file name tells.`,
        options: {
          auto: msg`By file name`,
          csv: msg`CSV`,
          tsv: msg`TSV (tabs)`,
          ndjson: msg`NDJSON (one object per line)`,
          parquet: msg`Parquet`,
        },
      }),
    ),
  header: z
    .boolean()
    .default(true)
    .meta(
      field({
        title: msg`Write column names`,
        help: msg`The first line has the names of the columns.`,
        ...csv,
      }),
    ),
  delimiter: z
    .string()
    .max(4)
    .default('')
    .meta(
      field({
        title: msg`Delimiter`,
        help: msg`What stands between two values. Empty: a comma, or a tab for TSV.`,
        advanced: true,
        ...csv,
      }),
    ),
  compression: z
    .enum(['auto', 'none', 'gzip', 'zstd', 'snappy'])
    .default('auto')
    .meta(
      field({
        title: msg`Compression`,
        help: msg`By default, files ending in .gz or .zst and all Parquet files are compressed.`,
        options: {
          auto: msg`By file name`,
          none: msg`None`,
          gzip: msg`gzip`,
          zstd: msg`Zstandard`,
          snappy: msg`Snappy (Parquet only)`,
        },
        advanced: true,
      }),
    ),
})

/** The settings of a file to write, after reading. */
export type FileSinkConfig = z.output<typeof config>
