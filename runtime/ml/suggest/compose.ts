import type { Expression } from '../../../nodes/kit/expression.ts'
import { call, literal } from '../../../nodes/kit/expression.ts'
import type { Piece } from './extract.ts'

/** A program that gives every example's output, not yet seen on other rows. */
export interface Program {
  readonly expression: Expression
  readonly cost: number
}

interface Step {
  readonly cost: number
  readonly before: Step | undefined
  readonly piece: Expression | undefined
  readonly text: string
}

interface State {
  readonly at: readonly number[]
  readonly steps: Step[]
}

const perState = 6
const perEnd = 60
const perPiece = 4
const mostStates = 3000
const segmentCost = 0.6

/**
 * The cheapest ways to write all outputs as pieces and constant texts one after the other: the
 * paths of the graph whose nodes are positions in every output at once (as the version space of
 * Gulwani's FlashFill, POPL 2011, but over pieces that were enumerated).
 */
export function compose(
  pieces: readonly Piece[],
  outputs: readonly string[],
  inputs: readonly string[],
): Program[] {
  const given = inputs.join('\0').toLowerCase()
  const [first = ''] = outputs
  const byFirst = piecesByText(pieces)
  const longest = Math.max(0, ...[...byFirst.keys()].map((text) => text.length))
  const states = new Map<string, State>()
  const byPosition: State[][] = Array.from({ length: first.length + 1 }, () => [])
  const start: State = {
    at: outputs.map(() => 0),
    steps: [{ cost: 0, before: undefined, piece: undefined, text: '' }],
  }
  byPosition[0]?.push(start)
  const end = outputs.map((o) => o.length).join()

  const reach = (at: readonly number[], step: Step) => {
    const key = at.join()
    let state = states.get(key)
    if (!state) {
      if (states.size >= mostStates && key !== end) return
      state = { at, steps: [] }
      states.set(key, state)
      byPosition[at[0] as number]?.push(state)
    }
    const room = key === end ? perEnd : perState
    const { steps } = state
    if (steps.length >= room && (steps.at(-1) as Step).cost <= step.cost) return
    let i = steps.length
    while (i > 0 && (steps[i - 1] as Step).cost > step.cost) i--
    steps.splice(i, 0, step)
    if (steps.length > room) steps.pop()
  }

  for (let p = 0; p < first.length; p++)
    for (const { at, steps } of byPosition[p] as State[]) {
      for (let length = 1; length <= Math.min(longest, first.length - p); length++)
        for (const { values, ways } of byFirst.get(first.slice(p, p + length)) ?? []) {
          if (!values.every((v, e) => outputs[e]?.startsWith(v, at[e]))) continue
          const next = at.map((from, e) => from + (values[e] as string).length)
          for (const before of steps)
            for (const way of ways) {
              const cost = before.cost + way.cost + segmentCost
              reach(next, { cost, before, piece: way.expression, text: '' })
            }
        }
      const common = commonLength(outputs, at)
      for (let length = 1; length <= Math.min(common, 40); length++) {
        const text = first.slice(p, p + length)
        const next = at.map((from) => from + length)
        const cost = constantCost(text, outputs.length, given)
        for (const before of steps) {
          if (before.text) continue
          reach(next, { cost: before.cost + cost + segmentCost, before, piece: undefined, text })
        }
      }
    }
  return (states.get(end)?.steps ?? []).flatMap((step) => programOf(step, outputs) ?? [])
}

interface Ways {
  readonly values: readonly string[]
  readonly ways: Piece[]
}

/** Pieces by their value in the first example; of those alike in all examples, the cheapest. */
function piecesByText(pieces: readonly Piece[]): Map<string, Ways[]> {
  const groups = new Map<string, Ways>()
  for (const piece of [...pieces].sort((a, b) => a.cost - b.cost)) {
    const key = piece.values.join('\0')
    const group = groups.get(key)
    if (!group) groups.set(key, { values: piece.values, ways: [piece] })
    else if (group.ways.length < perPiece) group.ways.push(piece)
  }
  const byFirst = new Map<string, Ways[]>()
  for (const group of groups.values()) {
    const first = group.values[0] as string
    if (group.values.includes('')) continue
    const list = byFirst.get(first)
    if (list) list.push(group)
    else byFirst.set(first, [group])
  }
  return byFirst
}

/** How many characters all outputs have in common from these positions on. */
function commonLength(outputs: readonly string[], at: readonly number[]): number {
  const first = outputs[0] as string
  const from = at[0] as number
  let length = 0
  while (
    from + length < first.length &&
    outputs.every((o, e) => o[(at[e] as number) + length] === first[from + length])
  )
    length++
  return length
}

/**
 * Letters and digits are less likely constant than signs, and least of all when the input has
 * them too; more examples make them likelier.
 */
function constantCost(text: string, examples: number, given: string): number {
  let cost = 0.2
  const perLetter = [2, 0.9, 0.6][Math.min(examples, 3) - 1] as number
  const lower = text.toLowerCase()
  for (const [i, c] of [...lower].entries()) {
    if (!/[\p{L}\p{N}]/u.test(c)) {
      cost += 0.3
      continue
    }
    const [before, after] = [lower[i - 1] ?? '', lower[i + 1] ?? '']
    const copied = given.includes(before + c) || given.includes(c + after)
    cost += copied ? perLetter : Math.min(0.7, perLetter)
  }
  return cost
}

const mostConstant = 0.7

function programOf(last: Step, outputs: readonly string[]): Program | undefined {
  const parts: Expression[] = []
  let computed = 0
  let constant = ''
  for (let step: Step | undefined = last; step?.before; step = step.before) {
    parts.unshift(step.piece ?? literal(step.text))
    if (step.piece) computed++
    else constant += step.text
  }
  if (computed === 0) return undefined
  // One example is copied more easily than explained.
  const [only = '', ...more] = outputs
  if (more.length === 0 && letters(constant) > mostConstant * letters(only)) return undefined
  return { expression: parts.reduce((a, b) => call('append', a, b)), cost: last.cost }
}

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '').length
