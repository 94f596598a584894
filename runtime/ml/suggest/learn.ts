import type { Expression } from '../../../nodes/kit/expression.ts'
import { formatExpression } from '../../../nodes/kit/format-expression.ts'
import type { Program } from './compose.ts'
import { compose } from './compose.ts'
import { conditionalPrograms } from './conditional.ts'
import type { Row } from './evaluate.ts'
import { evaluateText } from './evaluate.ts'
import { withMoreFormats } from './more-formats.ts'
import type { Example } from './pieces.ts'
import { enumeratePieces, inputsOf } from './pieces.ts'
import type { Ranked } from './rank.ts'
import { rank } from './rank.ts'
import { rowOf } from './row.ts'

export interface Transformation {
  readonly expression: Expression
  /** As it is written in a node. */
  readonly text: string
  /** Smaller is likelier; comparable between candidates of one search only. */
  readonly score: number
  /** What it gives for the rows without an example. */
  readonly outputs: readonly (string | null)[]
}

export interface Learned {
  /** Best first; none where nothing fits. No two give the same for all rows. */
  readonly candidates: readonly Transformation[]
  /** Rows without an example (from 0) for which the first candidates differ: worth a look. */
  readonly undecided: readonly number[]
}

export interface LearnOptions {
  /** Names of the input columns. */
  readonly columns: readonly string[]
  /** At most so many candidates. */
  readonly candidates?: number
  /** Whether programs with two branches are searched where no other is found (default: yes). */
  readonly conditional?: boolean
}

const looked = 120
const usedExamples = 6
const extended = 12

/**
 * Expressions that turn the inputs of every example into its output, most plausible first.
 * Parts of the inputs are enumerated as calls of our functions; the outputs are then written as
 * sequences of such parts and constants. Deterministic; about a tenth of a second of work.
 * @param others Inputs of rows without an output; they decide between programs.
 */
export function learnTransformation(
  examples: readonly Example[],
  others: readonly Example['inputs'][],
  { columns, candidates = 5, conditional = true }: LearnOptions,
): Learned {
  const usable = examples.filter((e) => e.output !== '')
  if (usable.length === 0) return { candidates: [], undecided: [] }
  const taken = usable.slice(0, usedExamples)
  const rows = others.map((inputs) => rowOf(columns, inputs))
  const step = Math.max(1, rows.length / looked)
  const sample = Array.from(
    { length: Math.min(looked, rows.length) },
    (_, i) => rows[Math.floor(i * step)] as Row,
  )
  const outputs = taken.map((e) => e.output)
  const judged = (programs: readonly Program[]) => {
    const ranked = rank(programs, sample, outputs).filter(likely(taken))
    const more = ranked.slice(0, extended).flatMap((p) => withMoreFormats(p, sample) ?? [])
    return more.length === 0 ? ranked : rank([...more, ...ranked], sample, outputs)
  }
  let ranked = judged(compose(enumeratePieces(columns, taken), outputs, inputsOf(taken)))
  if (ranked.length === 0 && conditional && taken.length > 1)
    ranked = judged(conditionalPrograms(columns, taken))
  const best = ranked.slice(0, candidates)
  return finish(best, rows)
}

/** A program about as long as the outputs themselves explains nothing. */
const likely = (examples: readonly Example[]) => {
  const length = examples.reduce((sum, e) => sum + e.output.length, 0)
  const most = 5 + 0.9 * length
  return ({ cost }: Ranked) => cost <= most
}

function finish(ranked: readonly Ranked[], rows: readonly Row[]): Learned {
  const candidates = ranked.map(({ expression, score }) => ({
    expression,
    text: formatExpression(expression),
    score,
    outputs: rows.map((row) => evaluateText(expression, row)),
  }))
  const undecided = rows.flatMap((_, i) =>
    new Set(candidates.slice(0, 3).map((c) => c.outputs[i])).size > 1 ? [i] : [],
  )
  return { candidates, undecided }
}
