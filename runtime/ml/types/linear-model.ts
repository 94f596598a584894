import type { Random } from '../random.ts'
import { below, seededRandom } from '../random.ts'
import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import { fromBase64, hashText, toBase64 } from './hashing.ts'

/** Hashed features of one thing: places in the weights, and how much of each. */
export interface Features {
  readonly at: Uint32Array
  readonly value: Float32Array
}

export interface Example {
  readonly features: Features
  /** Place in `labels`. */
  readonly label: number
  readonly weight?: number
}

/** Multinomial logistic regression over hashed features; `weights` by feature, then by label. */
export interface LinearModel {
  readonly labels: readonly string[]
  /** A power of two. */
  readonly dimensions: number
  readonly weights: Float32Array
}

export interface LinearOptions {
  readonly dimensions: number
  readonly epochs: number
  readonly rate: number
  /** Weight of the squared length of the weights, per example. */
  readonly l2: number
  readonly seed: number
}

/** Collects named features; those that fall on the same place add up. */
export class FeatureBag {
  private readonly found = new Map<number, number>()
  private readonly dimensions: number

  constructor(dimensions: number) {
    this.dimensions = dimensions
  }

  add(name: string, value = 1): void {
    const at = hashText(name) & (this.dimensions - 1)
    this.found.set(at, (this.found.get(at) ?? 0) + value)
  }

  /** The features at length `length`, or as they are. */
  features(length?: number): Features {
    const at = Uint32Array.from(this.found.keys())
    const value = Float32Array.from(this.found.values())
    if (length === undefined) return { at, value }
    let sum = 0
    for (const v of value) sum += v * v
    const factor = sum > 0 ? length / Math.sqrt(sum) : 0
    return { at, value: value.map((v) => v * factor) }
  }
}

/** Adds features, each `b` after those of `a`. */
export function joinFeatures(parts: readonly Features[]): Features {
  const at = new Uint32Array(parts.reduce((sum, p) => sum + p.at.length, 0))
  const value = new Float32Array(at.length)
  let next = 0
  for (const part of parts) {
    at.set(part.at, next)
    value.set(part.value, next)
    next += part.at.length
  }
  return { at, value }
}

/** Stochastic gradient descent with AdaGrad steps (Duchi et al., 2011). */
export async function trainLinear(
  examples: readonly Example[],
  labels: readonly string[],
  options: LinearOptions,
  work?: Work,
): Promise<LinearModel> {
  const { dimensions, epochs, rate, l2, seed } = options
  const count = labels.length
  const weights = new Float32Array(dimensions * count)
  const squares = new Float32Array(dimensions * count).fill(1e-6)
  const model = { labels, dimensions, weights }
  const order = Uint32Array.from({ length: examples.length }, (_, i) => i)
  const random = seededRandom(seed)
  let seen = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const i of order) {
      const { features, label, weight = 1 } = examples[i] as Example
      const share = predictLinear(model, features)
      share[label] = (share[label] as number) - 1
      for (let f = 0; f < features.at.length; f++) {
        const base = (features.at[f] as number) * count
        const value = (features.value[f] as number) * weight
        for (let c = 0; c < count; c++) {
          const w = weights[base + c] as number
          const gradient = (share[c] as number) * value + l2 * w
          const square = (squares[base + c] as number) + gradient * gradient
          squares[base + c] = square
          weights[base + c] = w - (rate * gradient) / Math.sqrt(square)
        }
      }
      if (++seen % 2000 === 0) await breathe(work)
    }
    work?.progress?.(epoch + 1, epochs, 'epochs')
  }
  return model
}

function shuffle(order: Uint32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(random, i + 1)
    const moved = order[i] as number
    order[i] = order[j] as number
    order[j] = moved
  }
}

/** The probability of every label. */
export function predictLinear(model: LinearModel, { at, value }: Features): Float32Array {
  const { weights } = model
  const count = model.labels.length
  const scores = new Float32Array(count)
  for (let f = 0; f < at.length; f++) {
    const base = (at[f] as number) * count
    const v = value[f] as number
    for (let c = 0; c < count; c++)
      scores[c] = (scores[c] as number) + (weights[base + c] as number) * v
  }
  return softmax(scores)
}

function softmax(scores: Float32Array): Float32Array {
  let largest = Number.NEGATIVE_INFINITY
  for (const s of scores) largest = Math.max(largest, s)
  let sum = 0
  for (let c = 0; c < scores.length; c++) {
    const e = Math.exp((scores[c] as number) - largest)
    scores[c] = e
    sum += e
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] as number) / sum
  return scores
}

/** A model as it is stored: weights of one byte each, as multiples of `step`. */
export interface StoredLinearModel {
  readonly labels: readonly string[]
  readonly dimensions: number
  readonly step: number
  readonly weights: string
}

export function storeLinear({ labels, dimensions, weights }: LinearModel): StoredLinearModel {
  let largest = 1e-9
  for (const w of weights) largest = Math.max(largest, Math.abs(w))
  const step = largest / 127
  const bytes = new Uint8Array(Int8Array.from(weights, (w) => Math.round(w / step)).buffer)
  return { labels, dimensions, step: Number(step.toPrecision(6)), weights: toBase64(bytes) }
}

export function loadLinear({ labels, dimensions, step, weights }: StoredLinearModel): LinearModel {
  const bytes = new Int8Array(fromBase64(weights).buffer)
  return { labels, dimensions, weights: Float32Array.from(bytes, (b) => b * step) }
}
