import type { TextTable } from '../table.ts'
import type { Work } from '../work.ts'
import type { Attribution } from './attribution.ts'
import { attribute } from './attribution.ts'
import type { AnomalyColumn, ColumnChoice, LeftOut } from './columns.ts'
import { columnsOf } from './columns.ts'
import { encode, fitEncoding } from './encode.ts'
import type { AnomalyModel } from './model.ts'
import type { FitOptions } from './score.ts'
import { fitMatrix, scoreMatrix } from './score.ts'

export interface DetectOptions extends FitOptions, ColumnChoice {}

export interface Detection {
  readonly model: AnomalyModel
  /** One for each row; higher is odder. */
  readonly scores: Float64Array
  /** 1 where the score is above the model's threshold. */
  readonly anomalies: Uint8Array
  readonly leftOut: readonly LeftOut[]
  /** The columns that make a row odd. */
  readonly attribution: (row: number, top?: number) => Attribution[]
}

/**
 * Scores the rows of a table, or of a batch of columns, by how odd they are among each other.
 * Deterministic for a seed. No columns or no rows give a model without features: all scores equal.
 * @throws the signal's reason
 */
export async function detectAnomalies(
  input: TextTable | readonly AnomalyColumn[],
  options: DetectOptions = {},
  work?: Work,
): Promise<Detection> {
  const { columns, leftOut } = chooseColumns(input, options)
  const encoding = fitEncoding(columns)
  const matrix = encode(encoding, columns)
  const { model, scores } = await fitMatrix(matrix, encoding, options, work)
  return {
    ...judge(model, scores),
    leftOut,
    attribution: (row, top) => attribute(model, matrix, row, top),
  }
}

/**
 * Scores later rows by a fitted model; their columns must be those of the fit, in their order.
 * @throws Error where they are not
 */
export async function applyAnomalies(
  model: AnomalyModel,
  columns: readonly AnomalyColumn[],
  work?: Work,
): Promise<Detection> {
  const matrix = encode(model.encoding, columns)
  const scores = await scoreMatrix(model, matrix, work)
  return {
    ...judge(model, scores),
    leftOut: [],
    attribution: (row, top) => attribute(model, matrix, row, top),
  }
}

const judge = (model: AnomalyModel, scores: Float64Array) => ({
  model,
  scores,
  anomalies: Uint8Array.from(scores, (score) => (score > model.threshold ? 1 : 0)),
})

function chooseColumns(
  input: TextTable | readonly AnomalyColumn[],
  options: ColumnChoice,
): { columns: readonly AnomalyColumn[]; leftOut: readonly LeftOut[] } {
  if (!isBatch(input)) return columnsOf(input, options)
  const columns = input.filter(
    ({ name }) =>
      (!options.columns || options.columns.includes(name)) && !options.exclude?.includes(name),
  )
  return { columns, leftOut: [] }
}

const isBatch = (input: TextTable | readonly AnomalyColumn[]): input is readonly AnomalyColumn[] =>
  Array.isArray(input)
