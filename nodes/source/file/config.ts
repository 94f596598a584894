import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { field } from '../../kit/field.ts'

const csv = { when: { field: 'format', is: ['auto', 'csv', 'tsv'] } }
const json = { when: { field: 'format', is: ['auto', 'json'] } }

const optional = z.string().max(200).default('')
const mark = z.string().max(4).default('')

export const config = z.strictObject({
  path: z.string().meta(
    field({
      title: msg`File`,
      help: msg`A path, a pattern such as sales-*.csv, or an uploaded file. Relative paths start at the pipeline's folder.`,
      widget: 'file',
      placeholder: 'sample/customers.csv',
    }),
  ),
  format: z
    .enum(['auto', 'csv', 'tsv', 'json', 'ndjson', 'parquet'])
    .default('auto')
    .meta(
      field({
        title: msg`Format`,
        help: msg`By default, the ending of the file name tells.`,
        options: {
          auto: msg`By file name`,
          csv: msg`CSV`,
          tsv: msg`TSV (tabs)`,
          json: msg`JSON`,
          ndjson: msg`NDJSON (one object per line)`,
          parquet: msg`Parquet`,
        },
      }),
    ),
  header: z
    .enum(['detect', 'yes', 'no'])
    .default('detect')
    .meta(
      field({
        title: msg`First line has column names`,
        help: msg`Without names, columns are called column0, column1 and so on.`,
        options: { detect: msg`Detect`, yes: msg`Yes`, no: msg`No` },
        ...csv,
      }),
    ),
  types: z
    .enum(['detect', 'text'])
    .default('detect')
    .meta(
      field({
        title: msg`Column types`,
        help: msg`Read everything as text to clean and convert it yourself.`,
        options: { detect: msg`Detect`, text: msg`Everything as text` },
        ...csv,
      }),
    ),
  recordsPath: optional.meta(
    field({
      title: msg`Where the records are`,
      help: msg`Names from the top to the list of records, with dots between. Empty: at the top.`,
      placeholder: 'data.orders',
      ...json,
    }),
  ),
  encoding: z
    .string()
    .max(40)
    .regex(/^[\w.:-]*$/)
    .default('')
    .meta(
      field({
        title: msg`Encoding`,
        help: msg`Empty: detected. For example utf-8, windows-1252, utf-16le.`,
        placeholder: 'utf-8',
        advanced: true,
        when: { field: 'format', is: ['auto', 'csv', 'tsv', 'json', 'ndjson'] },
      }),
    ),
  delimiter: mark.meta(
    field({
      title: msg`Delimiter`,
      help: msg`What stands between two values. Empty: detected. Write \\t for a tab.`,
      advanced: true,
      ...csv,
    }),
  ),
  quote: mark.meta(
    field({
      title: msg`Quote`,
      help: msg`What stands around values that contain the delimiter. Empty: detected.`,
      advanced: true,
      ...csv,
    }),
  ),
  escape: mark.meta(
    field({
      title: msg`Escape`,
      help: msg`What stands before a quote inside a quoted value. Empty: detected.`,
      advanced: true,
      ...csv,
    }),
  ),
  nullTexts: z
    .array(
      z
        .string()
        .max(200)
        .meta(field({ title: msg`Text` })),
    )
    .max(50)
    .default([])
    .meta(
      field({
        title: msg`Texts that mean “no value”`,
        help: msg`For example NULL, N/A or -. An empty, unquoted value always means it.`,
        advanced: true,
        ...csv,
      }),
    ),
  skipLines: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .meta(
      field({
        title: msg`Lines to skip`,
        help: msg`Lines at the top of each file before the column names.`,
        advanced: true,
        ...csv,
      }),
    ),
  combine: z
    .enum(['name', 'position'])
    .default('name')
    .meta(
      field({
        title: msg`Put several files together`,
        help: msg`By name, columns may differ from file to file: what is missing is empty.`,
        options: { name: msg`By column name`, position: msg`By column position` },
        advanced: true,
      }),
    ),
  fileNameColumn: optional.meta(
    field({
      title: msg`Column for the file name`,
      help: msg`Adds a column of this name that tells which file a row is from. Empty: none.`,
      placeholder: 'file',
      advanced: true,
    }),
  ),
})

export type FileConfig = z.output<typeof config>
