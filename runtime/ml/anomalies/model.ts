import type { Covariance } from './covariance.ts'
import type { Encoding } from './encode.ts'
import type { Forest } from './forest.ts'
import type { Marginal } from './marginals.ts'
import type { Neighbours } from './neighbours.ts'

export type AnomalyMethod = 'forest' | 'ensemble'

/** All that a fit learnt; later data are scored with it. */
export interface AnomalyModel {
  readonly method: AnomalyMethod
  readonly seed: number
  readonly rows: number
  readonly encoding: Encoding
  readonly forest: Forest
  readonly marginals: readonly Marginal[]
  /** The other members of the ensemble. */
  readonly neighbours?: Neighbours | undefined
  readonly covariance?: Covariance | undefined
  /** Of each member, what makes its scores comparable with those of the others. */
  readonly scales: Readonly<Record<string, Scale>>
  /** Distribution of the scores of the fitted rows. */
  readonly scores: Marginal
  /** Rows that score higher are anomalies. */
  readonly threshold: number
  /** The share of the fitted rows above it. */
  readonly contamination: number
}

/** A score s stands at (ln(s + offset) - mean) / deviation. */
export interface Scale {
  readonly offset: number
  readonly mean: number
  readonly deviation: number
}

/** The model as JSON text; numbers of typed arrays in base64, little-endian. */
export function saveModel(model: AnomalyModel): string {
  return JSON.stringify({ version: 1, ...model }, (_, value) =>
    value instanceof Float64Array || value instanceof Int32Array
      ? {
          [value.constructor.name]: Buffer.from(
            value.buffer,
            value.byteOffset,
            value.byteLength,
          ).toString('base64'),
        }
      : value,
  )
}

/** @throws Error where the text is no saved model */
export function loadModel(text: string): AnomalyModel {
  const model = JSON.parse(text, (_, value) => {
    if (typeof value?.Float64Array === 'string') return new Float64Array(bytes(value.Float64Array))
    if (typeof value?.Int32Array === 'string') return new Int32Array(bytes(value.Int32Array))
    return value
  })
  if (model?.version !== 1 || !model.forest || !model.encoding)
    throw new Error('This is no saved anomaly model.')
  const { version: _, ...rest } = model
  return rest
}

/** A copy: the bytes of a Buffer need not begin at a multiple of eight. */
const bytes = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64')).buffer
