import vocabulary from '../../runtime/ml/match/words.json' with { type: 'json' }
import type { Random } from '../../runtime/ml/random.ts'
import { below } from '../../runtime/ml/random.ts'
import type { Concept } from './match-concept-makers.ts'
import { choice, dates, numbers } from './match-concept-makers.ts'

// Neither the words that every sentence has nor the ones that nobody knows.
const words = vocabulary.words
  .split(' ')
  .slice(300, 9000)
  .filter((word) => word.length > 3)
const heads =
  'type|status|date|count|name|indicator|method|grade|reason|value|group|score|percent|level'.split(
    '|',
  )

/** A column about something else altogether: words at random, and values that suit no concept. */
export function stranger(random: Random): Concept {
  const word = () => words[below(random, words.length)] as string
  const head = random() < 0.5 ? heads[below(random, heads.length)] : word()
  const name = random() < 0.25 ? `${word()} ${word()} ${head}` : `${word()} ${head}`
  const about = `the ${head} of the ${word()} that is ${word()}`
  const kind = below(random, 5)
  if (kind === 0) return dates(name, about, 1990, 2024)
  if (kind < 3) return numbers(name, about, 0, 10 ** (1 + below(random, 5)), below(random, 3))
  const values = Array.from({ length: 2 + below(random, 8) }, word)
  return choice(name, about, (kind === 3 ? values : ['yes', 'no', 'unknown']).join('|'))
}
