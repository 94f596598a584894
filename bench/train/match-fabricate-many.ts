import type { MatchColumn, MatchTable } from '../../runtime/ml/match/side.ts'
import { below, sampleWithout, seededRandom } from '../../runtime/ml/random.ts'
import type { Entity } from './match-entities.ts'
import { entities } from './match-entities.ts'
import { nameStyle } from './match-fabricate.ts'
import type { PlannedColumn, PlannedTable } from './match-plan-many.ts'
import { drawHabits, planSide } from './match-plan-many.ts'

/** Two made-up databases without rows; the truth by places among all columns of a side. */
export interface FabricatedDatabases {
  readonly source: readonly MatchTable[]
  readonly target: readonly MatchTable[]
  readonly truth: readonly (readonly [source: number, target: number])[]
}

export function fabricateMany(seed: number): FabricatedDatabases {
  const random = seededRandom(seed + 50_000)
  const chance = (p: number) => random() < p
  const described = chance(0.6)
  const order = [...sampleWithout(random, entities.length, entities.length)].map(
    (i) => entities[i] as Entity,
  )
  const shared = order.splice(0, 2 + below(random, 6))
  const [few, some] = [order.splice(0, below(random, 5)), order.splice(0, 3 + below(random, 9))]
  const left = planSide([...shared, ...few], drawHabits(random, 4), random)
  const right = planSide([...shared, ...some], drawHabits(random, 30), random)
  // People who write down what belongs together leave some tables out.
  const untold = new Set(shared.filter(() => chance(0.1)).map((it) => it.names[0]))
  // Some write down a foreign key as what it refers to as well.
  const keysAsOne = chance(0.3)
  const told = ({ meanings, refersTo }: PlannedColumn) =>
    [
      ...meanings,
      ...(keysAsOne && refersTo && meanings.length > 0 ? [`${refersTo}>${refersTo}`] : []),
    ].filter((m) => !untold.has(m.split(/[.>]/)[0] as string))
  const columnsOf = (tables: readonly PlannedTable[]) => tables.flatMap((t) => t.columns)
  const targets = new Map<string, number[]>()
  columnsOf(right).forEach((column, t) => {
    for (const meaning of told(column)) targets.set(meaning, [...(targets.get(meaning) ?? []), t])
  })
  const truth = columnsOf(left).flatMap((column, s) =>
    [...new Set(told(column).flatMap((m) => targets.get(m) ?? []))].map((t) => [s, t] as const),
  )
  return { source: written(left, chance(0.5)), target: written(right, chance(0.8)), truth }

  function written(tables: readonly PlannedTable[], clean: boolean): MatchTable[] {
    const style = nameStyle(random, clean)
    const names = tables.map((t) => style(t.words, ''))
    const keysTold = chance(0.7)
    const columnNames = tables.map((t) => t.columns.map((c) => style(c.words, '')))
    return tables.map((table, at) => ({
      name: names[at] as string,
      rows: 0,
      ...(described ? { description: table.about } : {}),
      columns: table.columns.map((column, i): MatchColumn => {
        const to =
          column.refersTo === undefined ? -1 : tables.findIndex((t) => t.entity === column.refersTo)
        const key = tables[to]?.columns.findIndex((c) => c.primaryKey) ?? -1
        const references =
          key < 0
            ? undefined
            : { table: names[to] as string, column: columnNames[to]?.[key] as string }
        return {
          name: columnNames[at]?.[i] as string,
          values: [],
          ...(described ? { description: column.about } : {}),
          ...(keysTold && column.primaryKey ? { primaryKey: true } : {}),
          ...(keysTold && references ? { references } : {}),
        }
      }),
    }))
  }
}
