import { col } from '../../../nodes/kit/expression.ts'
import { dateParts } from './dates.ts'
import type { Keep, Piece } from './extract.ts'
import {
  bracketParts,
  contextParts,
  delimitersIn,
  Extractor,
  jsonParts,
  positionParts,
  splitParts,
  tokenParts,
} from './extract.ts'
import { lookupParts } from './lookups.ts'
import {
  camelParts,
  caseParts,
  gatherParts,
  padParts,
  replaceParts,
  rewriteParts,
} from './modify.ts'
import type { Quantity } from './numbers.ts'
import { hoursOf, numberParts, quantityOf } from './numbers.ts'

/** One example: the values of the input columns and what shall become of them. */
export interface Example {
  readonly inputs: readonly (string | null)[]
  readonly output: string
}

export const inputsOf = (examples: readonly Example[]): string[] =>
  examples.flatMap((e) => e.inputs.map((v) => v ?? ''))

const mostParents = 110
/** Long inputs have many parts: fewer of them are taken apart again, to answer in time. */
const longInputs = 500
const fewParents = 25
const mostPieces = 6000

/** All parts of programs that may help to write these outputs: of each column, two steps deep. */
export function enumeratePieces(columns: readonly string[], examples: readonly Example[]): Piece[] {
  const outputs = examples.map((e) => e.output)
  const useful = keepUseful(outputs)
  const out = new Extractor(useful, mostPieces)
  const numbers: Piece[] = []
  const times: Piece[] = []
  for (const [c, name] of columns.entries()) {
    const values = examples.map((e) => e.inputs[c] ?? '')
    if (values.some((v) => v === '')) continue
    const root: Piece = { expression: col(name), values, cost: 0.8 }
    const parents = [root, ...parentsOf(root)]
    if (hoursOf(root)) times.push(root)
    rootParts(out, root, outputs)
    for (const parent of parents) {
      if (parent !== root) innerParts(out, parent, outputs)
      dateParts(out, parent, outputs)
      lookupParts(out, parent, outputs)
      if (quantityOf(parent)) numbers.push(parent)
    }
  }
  const quantities = cheapest([
    ...numbers.flatMap((piece) => quantityOf(piece) ?? []),
    ...times.flatMap((piece) => hoursOf(piece) ?? []),
  ])
  numberParts(out, quantities, outputs)
  return inAllCases(out.found, outputs)
}

function rootParts(out: Extractor, root: Piece, outputs: readonly string[]): void {
  out.offer(root)
  const delimiters = delimitersIn(root.values, 24)
  jsonParts(out, root)
  splitParts(out, root, delimiters)
  tokenParts(out, root)
  bracketParts(out, root)
  rewriteParts(out, root)
  replaceParts(out, root, delimiters, outputs)
  gatherParts(out, root, outputs)
  positionParts(out, root)
  padParts(out, root, outputs)
  contextParts(out, root, outputs[0] ?? '')
}

function innerParts(out: Extractor, parent: Piece, outputs: readonly string[]): void {
  const delimiters = delimitersIn(parent.values, 8)
  const from = { ...parent, cost: parent.cost + 0.5 }
  out.offer(parent)
  splitParts(out, from, delimiters)
  tokenParts(out, from)
  bracketParts(out, from)
  rewriteParts(out, from)
  replaceParts(out, from, delimiters, outputs)
  gatherParts(out, from, outputs)
  padParts(out, from, outputs)
  if (parent.values.every((v) => v.length < 40)) positionParts(out, from)
}

/** First steps worth another step: they are kept whether or not they occur in the outputs. */
function parentsOf(root: Piece): Piece[] {
  const different = (values: readonly string[]) =>
    values.every((v) => v !== '') && values.some((v, e) => v !== root.values[e])
  const out = new Extractor(different, 700)
  rewriteParts(out, root)
  splitParts(out, root, delimitersIn(root.values, 16))
  bracketParts(out, root)
  jsonParts(out, root)
  tokenParts(out, root)
  caseParts(out, root)
  replaceParts(out, root, delimitersIn(root.values, 6), [])
  camelParts(out, root, delimitersIn(root.values, 3))
  const length = root.values.reduce((sum, v) => sum + v.length, 0)
  return distinct(out.found).slice(0, length > longInputs ? fewParents : mostParents)
}

const mostQuantities = 20
const perNumber = 2

/** Of equal numbers the two cheapest: on other rows they may differ. */
function cheapest(quantities: readonly Quantity[]): Quantity[] {
  const seen = new Map<string, number>()
  return [...quantities]
    .sort((a, b) => a.cost - b.cost)
    .filter(({ values }) => {
      const key = values.join()
      const count = (seen.get(key) ?? 0) + 1
      seen.set(key, count)
      return count <= perNumber
    })
    .slice(0, mostQuantities)
}

/** The cheapest of the pieces that are alike in all examples, cheapest first. */
function distinct(pieces: readonly Piece[]): Piece[] {
  const seen = new Set<string>()
  return [...pieces]
    .sort((a, b) => a.cost - b.cost)
    .filter(({ values }) => {
      const key = values.join('\0')
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
}

/** A value is useful when it stands in the output of its example, capitals or not. */
function keepUseful(outputs: readonly string[]): Keep {
  const lowered = outputs.map((o) => o.toLowerCase())
  return (values) =>
    values.every((v, e) => {
      if (v === '') return false
      const output = lowered[e] as string
      return v.length <= output.length + 1 && output.includes(v.toLowerCase())
    })
}

/** The pieces, and those that need other capitals to stand in the outputs. */
function inAllCases(pieces: readonly Piece[], outputs: readonly string[]): Piece[] {
  const exact: Keep = (values) => values.every((v, e) => outputs[e]?.includes(v))
  const out = new Extractor(exact, mostPieces)
  for (const piece of pieces) caseParts(out, piece)
  return [...pieces.filter((p) => exact(p.values)), ...out.found]
}
