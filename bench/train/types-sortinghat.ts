import { readFileSync } from 'node:fs'
import type { ColumnSummary } from '../../runtime/ml/types/feature-kind-inputs.ts'
import { parseCsv } from '../support/csv.ts'
import type { BoostingOptions } from './types-boosting.ts'

/** Labelled columns of SortingHat's format: what is known of a column, and its kind. */
export function readSortingHat(file: string): { column: ColumnSummary; label: string }[] {
  const [header = [], ...rows] = parseCsv(readFileSync(file, 'utf8'))
  const place = new Map(header.map((name, i) => [name, i]))
  return rows
    .filter((row) => row.length === header.length)
    .map((row) => {
      const cell = (name: string) => row[place.get(name) ?? -1] ?? ''
      const number = (name: string) => Number(cell(name)) || 0
      const samples = [1, 2, 3, 4, 5].map((i) => cell(`sample_${i}`))
      const column = {
        name: cell('Attribute_name'),
        total: number('total_vals'),
        nulls: number('num_nans'),
        distinct: number('num_of_dist_val'),
        mean: number('mean'),
        deviation: number('std_dev'),
        min: number('min_val'),
        max: number('max_val'),
        samples: samples.filter((s) => s !== '' && s !== 'nan'),
      }
      return { column, label: cell('y_act') }
    })
}

export const boosting: BoostingOptions = {
  rounds: 120,
  leaves: 12,
  rate: 0.12,
  least: 1,
  l2: 2,
  features: 0.25,
  rows: 0.7,
  seed: 7,
}
