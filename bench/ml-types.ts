import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sampleWithout, seededRandom } from '../runtime/ml/random.ts'
import type { TextTable } from '../runtime/ml/table.ts'
import { predictTrees } from '../runtime/ml/types/boosted-trees.ts'
import type { LabelledTable } from '../runtime/ml/types/column-classifier.ts'
import { classifyColumns, trainColumns } from '../runtime/ml/types/column-classifier.ts'
import { describeTable } from '../runtime/ml/types/describe-table.ts'
import { featureNames, featuresOf } from '../runtime/ml/types/feature-kind-inputs.ts'
import { shippedFeatureKinds } from '../runtime/ml/types/feature-kinds.ts'
import { hashText } from '../runtime/ml/types/hashing.ts'
import { shippedTagger } from '../runtime/ml/types/tagger.ts'
import { parseCsv } from './support/csv.ts'
import type { BenchOptions, MlFigure } from './support/figure.ts'
import { round } from './support/figure.ts'
import { fakeNames } from './support/types-fake-names.ts'
import { asTight, proveTypes } from './support/types-proof.ts'
import type { SpanCounts, SpanRule } from './support/types-spans.ts'
import { countSpans, spanF1, structured } from './support/types-spans.ts'
import { fitBoosting } from './train/types-boosting.ts'
import { boosting, readSortingHat } from './train/types-sortinghat.ts'
import { readMarkdown, readTableWise } from './train/types-sotab.ts'
import type { MarkedText } from './train/types-tagger.ts'
import { readMarked, trainTagger } from './train/types-tagger.ts'

const method = 'migrateiq'
const FOLDS = 5

/** `--data` is the folder of one set; which, is seen by its files. */
export async function* run({ data = '.' }: BenchOptions): AsyncGenerator<MlFigure> {
  const set = basename(data)
  const files = readdirSync(data).sort()
  const like = (pattern: RegExp) => files.filter((f) => pattern.test(f)).map((f) => join(data, f))
  for (const file of like(/^fake_names.*\.csv$/)) yield await fakeNameColumns(set, file)
  for (const file of like(/^synth.*\.json$/)) yield* spans(set, file)
  if (like(/cta-.*\.json$/).length > 0) yield* annotation(set, like)
  if (like(/^data_train\.csv$/).length > 0) yield* featureKinds(set, data)
  const csv = existsSync(join(data, 'csv'))
    ? join(data, 'csv')
    : existsSync(join(data, 'data'))
      ? join(data, 'data')
      : data
  if (like(/^(fake_names|synth|data_train)/).length === 0) yield* tables(set, csv)
}

const seconds = (since: number) =>
  round((process.cpuUsage().user + process.cpuUsage().system - since) / 1e6)
const now = () => process.cpuUsage().user + process.cpuUsage().system

function readTable(file: string, header: boolean): { table: TextTable; names: readonly string[] } {
  const [names = [], ...rows] = parseCsv(readFileSync(file, 'utf8'))
  const columns = names.map((name, i) => ({
    name: header ? name : `column${i}`,
    values: rows.map((row) => (row[i] === undefined || row[i] === '' ? null : row[i])),
  }))
  return { names, table: { name: basename(file, '.csv'), columns, rows: rows.length } }
}

/** A table of invented persons of which the first line is not shown. */
async function fakeNameColumns(set: string, file: string): Promise<MlFigure> {
  const { table, names } = readTable(file, false)
  const started = now()
  const found = await describeTable(table)
  const wrong = names.filter((n, i) => !fakeNames[n]?.includes(found[i]?.semantic?.id ?? ''))
  const value = round(1 - wrong.length / names.length)
  return {
    set,
    method,
    file: basename(file),
    metric: 'columns_right_without_header',
    value,
    columns: names.length,
    wrong,
    seconds: seconds(started),
  }
}

/**
 * A span is right by `exact` where kind, start and end agree, by `overlap` where kinds agree and
 * the common part is at least half of both together. The tagger that ships has learnt from the
 * published development half, so it is also judged by others that never saw a template of the
 * texts that they are asked about.
 */
async function* spans(set: string, file: string): AsyncGenerator<MlFigure> {
  const texts = readMarked(file)
  const started = now()
  const folds = Array.from({ length: FOLDS }, (_, f) => (t: MarkedText) => t.template % FOLDS === f)
  const taggers = await Promise.all(
    folds.map((inFold) => trainTagger(texts.filter((t) => !inFold(t)))),
  )
  const shipped = await shippedTagger()
  for (const rule of ['overlap', 'exact'] as const satisfies readonly SpanRule[]) {
    const crossed = new Map<string, SpanCounts>()
    for (const [f, inFold] of folds.entries()) {
      const tagger = taggers[f]
      if (tagger) countSpans(texts.filter(inFold), tagger, rule, crossed)
    }
    const own = new Map<string, SpanCounts>()
    countSpans(texts, shipped, rule, own)
    for (const [how, counts] of [
      ['5-fold by template', crossed],
      ['shipped model, which learnt from the development half', own],
    ] as const) {
      const line = {
        set,
        file: basename(file),
        method: `${method}, ${how}`,
        rule,
        seconds: seconds(started),
      }
      yield { ...line, metric: 'structured_span_f1', value: round(spanF1(counts, structured)) }
      const kinds = Object.fromEntries(
        [...counts.keys()].sort().map((k) => [k, round(spanF1(counts, new Set([k])))]),
      )
      yield { ...line, metric: 'span_f1', value: round(spanF1(counts)), kinds }
    }
  }
}

/** Folds by table; a table that is also tested under another labelling is never trained on. */
async function* annotation(set: string, like: (p: RegExp) => string[]): AsyncGenerator<MlFigure> {
  const read = (files: string[], how: (file: string) => LabelledTable[]) => files.flatMap(how)
  const one = {
    train: read(like(/^chatgpt-cta-train.*\.json$/), readTableWise),
    test: read(like(/^chatgpt-cta-test.*\.json$/), readTableWise),
  }
  const two = {
    train: read(like(/^sotabv2-cta-train.*\.json$/), readMarkdown),
    test: read(like(/^sotabv2-cta-test.*\.json$/), readMarkdown),
  }
  for (const [version, own, other] of [
    ['v1', one, two],
    ['v2', two, one],
  ] as const) {
    const started = now()
    const line = { set, method, sample: version, metric: 'micro_f1' }
    const fold = (t: LabelledTable) => hashText(t.name) % FOLDS
    let right = 0
    let all = 0
    for (let f = 0; f < FOLDS && own.train.length > 0; f++) {
      const test = own.train.filter((t) => fold(t) === f)
      const score = await annotate(
        own.train.filter((t) => fold(t) !== f),
        other.train,
        test,
      )
      right += score.right
      all += score.all
    }
    if (all > 0)
      yield {
        ...line,
        protocol: '5-fold on train',
        value: round(right / all),
        columns: all,
        seconds: seconds(started),
      }
    if (own.test.length === 0 || own.train.length === 0) continue
    const score = await annotate(own.train, other.train, own.test)
    yield {
      ...line,
      protocol: 'train → test',
      value: round(score.right / score.all),
      columns: score.all,
      seconds: seconds(started),
    }
  }
}

async function annotate(
  train: readonly LabelledTable[],
  more: readonly LabelledTable[],
  test: readonly LabelledTable[],
) {
  const tested = new Set(test.map((t) => t.name))
  const unseen = (list: readonly LabelledTable[]) => list.filter((t) => !tested.has(t.name))
  const labels = [...new Set(train.flatMap((t) => t.labels))].sort()
  const classifier = await trainColumns(unseen(train), { labels, more: unseen(more), seed: 1 })
  let right = 0
  let all = 0
  for (const table of test)
    for (const [i, shares] of classifyColumns(classifier, table.columns).entries()) {
      all++
      if (labels[shares.indexOf(Math.max(...shares))] === table.labels[i]) right++
    }
  return { right, all }
}

async function* featureKinds(set: string, data: string): AsyncGenerator<MlFigure> {
  const train = readSortingHat(join(data, 'data_train.csv'))
  const labels = [...new Set(train.map((d) => d.label))].sort()
  const rows = train.map((d) => featuresOf(d.column))
  const targets = train.map((d) => labels.indexOf(d.label))
  const order = Array.from(sampleWithout(seededRandom(1), rows.length, rows.length))
  const best = (shares: Float64Array) => shares.indexOf(Math.max(...shares))
  const started = now()
  let right = 0
  for (let f = 0; f < FOLDS; f++) {
    const own = order.filter((_, i) => i % FOLDS !== f)
    const of = <T>(list: readonly T[]) => own.map((i) => list[i] as T)
    const model = fitBoosting(of(rows), of(targets), labels, featureNames, boosting)
    for (const i of order.filter((_, at) => at % FOLDS === f))
      if (best(predictTrees(model, rows[i] as Float64Array)) === targets[i]) right++
  }
  yield {
    set,
    method,
    metric: 'accuracy',
    protocol: '5-fold on data_train.csv',
    value: round(right / rows.length),
    seconds: seconds(started),
  }
  const file = join(data, 'data_test.csv')
  if (!existsSync(file)) return
  const test = readSortingHat(file)
  const model = await shippedFeatureKinds()
  const hits = test.filter(
    (d) => model.labels[best(predictTrees(model, featuresOf(d.column)))] === d.label,
  )
  yield {
    set,
    method: `${method}, shipped model`,
    metric: 'accuracy',
    protocol: 'data_test.csv',
    value: round(hits.length / test.length),
  }
}

/** Tables in which persons are meant to be found. */
const persons = /^(customers?|employees?|invoice|orders|suppliers|shippers)$/i

async function* tables(set: string, folder: string): AsyncGenerator<MlFigure> {
  const files = readdirSync(folder)
    .filter((f) => f.endsWith('.csv'))
    .sort()
  const declared = declaredTypes(join(folder, 'ground_truth.json'))
  const alarms: string[] = []
  let [columns, lossless, judged, tight, empty, bytes, asText] = [0, 0, 0, 0, 0, 0, 0]
  const loose: string[] = []
  const started = now()
  for (const file of files) {
    const { table } = readTable(join(folder, file), true)
    if (!persons.test(table.name))
      for (const found of await describeTable(table, { texts: 50 }))
        if (found.pii) alarms.push(`${table.name}.${found.column}: ${found.pii.kinds.join(' ')}`)
    const duckdb = await proveTypes('duckdb', table)
    const sqlite = await proveTypes('sqlite', table)
    const different = new Set([...duckdb.different, ...sqlite.different].map((d) => d.column))
    columns += table.columns.length
    lossless += table.columns.filter((c) => !different.has(c.name)).length
    for (const proposal of duckdb.proposals) {
      bytes += proposal.bytes
      asText += proposal.bytesAsText
    }
    for (const proposal of sqlite.proposals) {
      const type = declared.get(`${table.name}.${proposal.column}`)
      if (type === undefined) continue
      if (!proposal.proven) empty++
      else {
        judged++
        if (asTight(narrowed(proposal, duckdb.proposals), type)) tight++
        else loose.push(`${table.name}.${proposal.column}: ${type} → ${proposal.native}`)
      }
    }
  }
  if (columns === 0) return
  const line = { set, method, seconds: seconds(started) }
  yield { ...line, metric: 'false_pii_alarms', value: alarms.length, alarms }
  yield {
    ...line,
    metric: 'types_lossless',
    value: round(lossless / columns),
    columns,
    engines: 'duckdb, sqlite',
    saved: round(1 - bytes / asText),
  }
  if (judged > 0)
    yield {
      ...line,
      metric: 'at_least_as_tight_as_declared',
      value: round(tight / judged),
      columns: judged,
      empty,
      loose,
    }
}

/** SQLite has one type of whole numbers: how wide they are, DuckDB's proposal says. */
const narrowed = (p: Proposal, others: readonly Proposal[]): Proposal =>
  p.type.kind === 'integer' ? (others.find((o) => o.column === p.column) ?? p) : p
type Proposal = Awaited<ReturnType<typeof proveTypes>>['proposals'][number]

function declaredTypes(file: string): Map<string, string> {
  if (!existsSync(file)) return new Map()
  const truth = JSON.parse(readFileSync(file, 'utf8')) as {
    primary_keys: { table: string; declared: [string, string][] }[]
  }
  return new Map(
    truth.primary_keys.flatMap(({ table, declared }) =>
      declared.map(([column, type]) => [`${table}.${column}`, type]),
    ),
  )
}
