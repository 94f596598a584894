// Makes runtime/ml/types/feature-kinds.json from SortingHat's labelled columns.
// node … bench/train/types-feature-kinds.ts <data_train.csv>
import { writeFileSync } from 'node:fs'
import { featureNames, featuresOf } from '../../runtime/ml/types/feature-kind-inputs.ts'
import { pack } from '../../runtime/ml/types/feature-kinds.ts'
import { fitBoosting } from './types-boosting.ts'
import { boosting, readSortingHat } from './types-sortinghat.ts'

const data = readSortingHat(process.argv[2] as string)
const labels = [...new Set(data.map((d) => d.label))].sort()
const rows = data.map((d) => featuresOf(d.column))
const targets = data.map((d) => labels.indexOf(d.label))
const model = fitBoosting(rows, targets, labels, featureNames, boosting)
const out = new URL('../../runtime/ml/types/feature-kinds.json', import.meta.url)
writeFileSync(out, `${JSON.stringify(pack(model))}\n`)
