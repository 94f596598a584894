import { msg } from '@lingui/core/macro'
import { z } from 'zod'
import { compileRows } from '../../kit/compile-node.ts'
import { boolean, double, text } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import { call, col } from '../../kit/expression.ts'
import { field } from '../../kit/field.ts'
import { apply, filter, project } from '../../kit/relations.ts'
import { column, columnNames, uniqueName } from '../../kit/schema.ts'
import { keepAll } from '../../kit/split-rows.ts'

export const node = defineNode({
  type: 'ml.anomalies',
  version: 1,
  title: msg`Find anomalies`,
  summary: msg`Gives out the rows that are unlike the others, with the columns that make them so.`,
  keywords: msg`outlier, isolation forest, odd, unusual, fraud, novelty, quality, machine learning`,
  inputs: [{ name: 'in', title: msg`Rows` }],
  outputs: [
    { name: 'out', title: msg`Ordinary rows` },
    { name: 'anomalies', title: msg`Anomalies`, reject: true },
  ],
  config: z.strictObject({
    columns: z
      .array(z.string().meta(field({ title: msg`Column`, widget: 'column' })))
      .max(1000)
      .default([])
      .meta(
        field({
          title: msg`Columns`,
          help: msg`What to look at. None: every column; leave out keys and row numbers.`,
          widget: 'columns',
        }),
      ),
    threshold: z
      .enum(['found', 'share'])
      .default('found')
      .meta(
        field({
          title: msg`How many`,
          help: msg`Found: rows whose score stands out from the spread of all scores.`,
          options: { found: msg`As the scores tell`, share: msg`A share of the rows` },
        }),
      ),
    share: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.01)
      .meta(
        field({
          title: msg`Share`,
          help: msg`From 0 to 0.5; 0.01 is one row in a hundred.`,
          when: { field: 'threshold', is: ['share'] },
        }),
      ),
    method: z
      .enum(['ensemble', 'forest'])
      .default('ensemble')
      .meta(
        field({
          title: msg`Method`,
          options: { ensemble: msg`Several methods together`, forest: msg`Isolation forest alone` },
          advanced: true,
        }),
      ),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31)
      .default(0)
      .meta(
        field({ title: msg`Seed`, help: msg`Equal seeds give equal results.`, advanced: true }),
      ),
  }),
  initial: { columns: [] },
  compile: ({ columns, threshold, share, method, seed }, context) =>
    compileRows(context, (rows, check) => {
      const chosen = check.columns(rows.schema, columns, ['columns'])
      if (!check.ok) return undefined
      const taken = columnNames(rows.schema)
      const score = uniqueName('anomaly_score', taken)
      const because = uniqueName('anomaly_because', taken)
      const found = uniqueName('_anomaly', [...taken, score, because])
      const options = { method, seed, ...(threshold === 'share' ? { share } : {}) }
      const scored = apply(rows, 'anomalies', options, {
        reads: columns.length > 0 ? columnNames(chosen) : taken,
        rows: 'kept',
        columns: [
          column(score, double, false),
          column(found, boolean, false),
          column(because, text),
        ],
      })
      const odd = filter(scored, col(found))
      const explained = [score, because].map((name) => ({ name, expression: col(name) }))
      return {
        outputs: {
          out: project(filter(scored, call('not', col(found))), keepAll(rows.schema)),
          anomalies: project(odd, [...keepAll(rows.schema), ...explained]),
        },
      }
    }),
})
