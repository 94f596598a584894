import type { Random } from '../../runtime/ml/random.ts'
import { below } from '../../runtime/ml/random.ts'
import type { Concept } from './match-concept-makers.ts'
import { concepts } from './match-concepts.ts'
import type { Entity } from './match-entities.ts'
import { entities } from './match-entities.ts'

export interface PlannedTable {
  /** First name of the entity that its rows are; none for a table that only looks like one. */
  readonly entity?: string
  readonly words: string
  readonly about: string
  readonly columns: readonly PlannedColumn[]
}

export interface PlannedColumn {
  readonly words: string
  readonly about: string
  /** Columns with a meaning in common belong together. */
  readonly meanings: readonly string[]
  readonly primaryKey?: boolean
  /** First name of an entity. */
  readonly refersTo?: string
}

/** How whoever designed a database did it; shares and chances are 0 … 1. */
export interface Habits {
  readonly keyWord: string
  /** Share of columns that repeat the name of their table. */
  readonly prefixed: number
  /** Share of columns that say the same twice: as code and as text, as day and as time. */
  readonly doubled: number
  /** Addresses have a table of their own. */
  readonly places: boolean
  /** Chance that a table also holds the columns of the table before it. */
  readonly merged: number
  /** Chance that what a table holds is held by a second one too. */
  readonly twins: number
  /** Tables about other things, which refer to the same keys. */
  readonly decoys: number
}

const kinds = 'history|detail|type|group|summary|log|period|plan|note|device|document|event'.split(
  '|',
)
const placeConcepts = ['address', 'city', 'state', 'country', 'zip', 'latitude', 'longitude']

export function drawHabits(random: Random, decoys: number): Habits {
  const pick = <T>(list: readonly T[]): T => list[below(random, list.length)] as T
  return {
    keyWord: pick(['id', 'key', 'number', 'code']),
    prefixed: random() * random(),
    doubled: random() < 0.6 ? random() * 0.7 : 0,
    places: random() < 0.25,
    merged: random() < 0.3 ? 0.5 : 0,
    twins: random() < 0.6 ? random() * 0.7 : 0,
    decoys: Math.floor(decoys ** random()) - 1,
  }
}

export function planSide(list: readonly Entity[], habits: Habits, random: Random): PlannedTable[] {
  const chance = (p: number) => random() < p
  const pick = <T>(all: readonly T[]): T => all[below(random, all.length)] as T
  const tables: PlannedTable[] = []
  const moved: PlannedColumn[] = []
  for (const it of list) {
    const words = pick(it.names)
    const own = columnsOf(it, words)
    const kept = habits.places ? own.filter((c) => !isPlace(c)) : own
    // Who maps an address of one thing to a table of all addresses does not do it for each.
    if (habits.places) moved.push(...own.filter((c) => isPlace(c) && chance(0.6)))
    const columns = [...kept, ...extras(words)]
    const before = tables.at(-1)
    if (before && chance(habits.merged)) tables[tables.length - 1] = merged(before, columns)
    else tables.push({ entity: it.names[0] as string, words, about: aboutTable(it), columns })
    if (!chance(habits.twins)) continue
    const same = chance(0.7)
    const twin = columnsOf(it, words).filter(() => chance(0.8))
    tables.push({
      words: `${words} ${pick(kinds)}`,
      about: aboutTable(it),
      columns: same ? twin : twin.map((c) => ({ ...c, meanings: [] })),
    })
  }
  if (moved.length > 0) tables.push(placeTable(moved))
  for (let n = 0; n < habits.decoys; n++) tables.push(decoy())
  return tables

  function columnsOf(it: Entity, called: string): PlannedColumn[] {
    const columns = [keyOf(it, called, it)]
    for (const other of it.refersTo) {
      const known = entities.find((e) => e.names[0] === other)
      if (known && chance(0.9)) columns.push(keyOf(known, pick(known.names), it))
    }
    for (const first of it.concepts) {
      const concept = concepts.find((c) => c.names[0] === first)
      if (!concept || chance(0.2)) continue
      const column = of(concept, called, [`${it.names[0]}.${first}`])
      columns.push(column)
      if (chance(habits.doubled)) columns.push(again(column))
    }
    return columns
  }

  function keyOf(of: Entity, called: string, within: Entity): PlannedColumn {
    const itself = of === within
    return {
      words: itself && chance(0.2) ? habits.keyWord : `${called} ${habits.keyWord}`,
      about: itself ? `identifier of the ${called}` : `refers to the ${called}`,
      meanings: [`${within.names[0]}>${of.names[0]}`],
      ...(itself ? { primaryKey: true } : { refersTo: of.names[0] as string }),
    }
  }

  function of(concept: Concept, called: string, meanings: readonly string[]): PlannedColumn {
    const words = pick(concept.names)
    const full = chance(habits.prefixed) ? `${called} ${words}` : words
    return { words: full, about: concept.about, meanings }
  }

  function again(column: PlannedColumn): PlannedColumn {
    const form = pick(['code', 'text', 'time', 'value', 'source value', 'id'])
    return { ...column, words: `${column.words} ${form}` }
  }

  function extras(called: string): PlannedColumn[] {
    return Array.from({ length: below(random, 6) }, () => of(pick(concepts), called, []))
  }

  function aboutTable(it: Entity): string {
    return `${it.about} (${pick(it.names)})`
  }

  function decoy(): PlannedTable {
    const it = pick(entities)
    const words = `${pick(it.names)} ${pick(kinds)}`
    const keys = [it, pick(list), pick(list)].map((e) => ({
      ...keyOf(e, pick(e.names), it),
      meanings: [],
    }))
    const columns = [...keys, ...extras(words), ...extras(words)]
    return { words, about: `${pick(kinds)} of ${it.about}`, columns }
  }
}

/** Keys of the two become one table's: the second one's are no longer what tells rows apart. */
function merged(before: PlannedTable, columns: readonly PlannedColumn[]): PlannedTable {
  return {
    ...before,
    columns: [...before.columns, ...columns.map((c) => ({ ...c, primaryKey: false }))],
  }
}

const placeOf = ({ meanings }: PlannedColumn) => meanings[0]?.split('.')[1] ?? ''
const isPlace = (column: PlannedColumn) => placeConcepts.includes(placeOf(column))

/** One column for each part of an address, whatever it is the address of. */
function placeTable(moved: readonly PlannedColumn[]): PlannedTable {
  const parts = new Map<string, PlannedColumn>()
  for (const column of moved) {
    const known = parts.get(placeOf(column))
    const meanings = [...(known?.meanings ?? []), ...column.meanings]
    parts.set(placeOf(column), { ...(known ?? column), meanings })
  }
  const key = { words: 'location id', about: 'identifier of the place', primaryKey: true }
  return {
    words: 'location',
    about: 'places, addresses',
    columns: [{ ...key, meanings: [] }, ...parts.values()],
  }
}
