import type { MatchColumn, MatchTable } from '../../runtime/ml/match/side.ts'
import { below, sampleWithout, seededRandom } from '../../runtime/ml/random.ts'
import type { Concept } from './match-concept-makers.ts'
import { concepts } from './match-concepts.ts'
import type { Entity } from './match-entities.ts'
import { entities } from './match-entities.ts'
import { nameStyle } from './match-fabricate.ts'

/** Two made-up databases without rows; the truth by places among all columns of a side. */
export interface FabricatedDatabases {
  readonly source: readonly MatchTable[]
  readonly target: readonly MatchTable[]
  readonly truth: readonly (readonly [source: number, target: number])[]
}

interface Column {
  readonly column: MatchColumn
  /** The same text on both sides: the same thing. */
  readonly meaning: string
}

export function fabricateMany(seed: number): FabricatedDatabases {
  const random = seededRandom(seed + 50_000)
  const chance = (p: number) => random() < p
  const pick = <T>(list: readonly T[]): T => list[below(random, list.length)] as T
  const described = chance(0.6)
  const order = [...sampleWithout(random, entities.length, entities.length)].map(
    (i) => entities[i] as Entity,
  )
  const shared = order.splice(0, 2 + below(random, 6))
  const left = side([...shared, ...order.splice(0, below(random, 5))], chance(0.5))
  const right = side([...shared, ...order.splice(0, 3 + below(random, 9))], chance(0.8))
  const truth = left.columns.flatMap((a, s) =>
    right.columns.flatMap((b, t) => (a.meaning === b.meaning ? [[s, t] as const] : [])),
  )
  return { source: left.tables, target: right.tables, truth }

  function side(list: readonly Entity[], clean: boolean) {
    const style = nameStyle(random, clean)
    const tables: MatchTable[] = []
    const columns: Column[] = []
    const keyed = pick(['id', 'key', 'number', 'code'])
    for (const it of list) {
      const entityName = pick(it.names)
      const name = style(entityName, '')
      const made: Column[] = [keyOf(it, entityName, it)]
      for (const other of it.refersTo) {
        const known = entities.find((e) => e.names[0] === other)
        if (known && chance(0.9)) made.push(keyOf(known, pick(known.names), it))
      }
      for (const first of it.concepts) {
        const concept = concepts.find((c) => c.names[0] === first) as Concept
        if (!concept || chance(0.2)) continue
        const words = pick(concept.names)
        const full = chance(0.25) ? `${entityName} ${words}` : words
        made.push({ meaning: `${it.names[0]}.${first}`, column: written(full, concept.about) })
      }
      for (let extra = below(random, 6); extra > 0; extra--) {
        const concept = pick(concepts)
        const meaning = `${random()}`
        made.push({ meaning, column: written(pick(concept.names), concept.about) })
      }
      const description = described ? `${it.about} (${pick(it.names)})` : undefined
      tables.push({ name, rows: 0, columns: made.map((m) => m.column), description })
      columns.push(...made)
    }
    return { tables, columns }

    function keyOf(of: Entity, called: string, within: Entity): Column {
      const about = of === within ? `identifier of the ${called}` : `refers to the ${called}`
      return {
        meaning: `${within.names[0]}>${of.names[0]}`,
        column: written(`${called} ${keyed}`, about),
      }
    }

    function written(words: string, about: string): MatchColumn {
      return { name: style(words, ''), values: [], ...(described ? { description: about } : {}) }
    }
  }
}
