import type { Work } from '../work.ts'
import { breathe } from '../work.ts'
import type { NamedThing } from './name-evidence.ts'
import { nameEvidence } from './name-evidence.ts'
import { familyOfName, nameUnits } from './name-units.ts'
import type { RowEvidence } from './row-evidence.ts'
import { rowEvidence } from './row-evidence.ts'
import type { MatchTable } from './side.ts'
import type { ColumnSketch } from './sketch-column.ts'
import { sketchColumn } from './sketch-column.ts'
import type { PairMatrix } from './sparse.ts'
import { pairMatrix } from './sparse.ts'
import { fold } from './text.ts'
import { valueEvidence } from './value-evidence.ts'
import type { WordVectors } from './word-vectors.ts'

/** The kinds of evidence, in the order of the model's weights; each is 0 … 1 for a pair. */
export const evidenceKinds = [
  'sameName',
  'characters',
  'words',
  'sourceWords',
  'targetWords',
  'head',
  'meaning',
  'description',
  'descriptionMeaning',
  'type',
  'bothValues',
  'jaccard',
  'sourceInTarget',
  'targetInSource',
  'valueParts',
  'valueWords',
  'valueGrams',
  'shapes',
  'numbers',
  'profile',
  'rowsEqual',
  'rowsSettled',
] as const

export type EvidenceKind = (typeof evidenceKinds)[number]
export type Evidence = Readonly<Record<EvidenceKind, PairMatrix>>

/** One side of a match, column after column of all tables. */
export interface Side {
  readonly tables: readonly MatchTable[]
  readonly columns: readonly SideColumn[]
}

export interface SideColumn {
  readonly table: number
  /** Place in its table. */
  readonly position: number
  readonly name: string
  readonly named: NamedThing
  /** Name and comment. */
  readonly described: NamedThing
  readonly sketch: ColumnSketch
}

export async function prepareSide(
  tables: readonly MatchTable[],
  vectors: WordVectors,
  work?: Work,
): Promise<Side> {
  const columns: SideColumn[] = []
  for (const [t, table] of tables.entries()) {
    for (const [position, column] of table.columns.entries()) {
      const { name, description = '' } = column
      const own = named(name, vectors)
      columns.push({
        table: t,
        position,
        name,
        named: own,
        described: named(`${name} ${description.slice(0, 400)}`, vectors),
        sketch: sketchColumn(column, familyOfName(own.units)),
      })
      if (columns.length % 50 === 0) await breathe(work)
    }
  }
  return { tables, columns }
}

export const named = (text: string, vectors: WordVectors): NamedThing => ({
  compact: fold(text).replace(/[^\p{L}\d]+/gu, ''),
  units: nameUnits(text, vectors),
})

export async function gatherEvidence(
  source: Side,
  target: Side,
  vectors: WordVectors,
  work?: Work,
): Promise<{ evidence: Evidence; joins: ReadonlyMap<string, RowEvidence['joinedBy']> }> {
  const names = nameEvidence(
    source.columns.map((c) => c.named),
    target.columns.map((c) => c.named),
    vectors,
  )
  await breathe(work)
  const described = [source, target].some((side) =>
    side.tables.some((t) => t.columns.some((c) => c.description)),
  )
  const descriptions = described
    ? nameEvidence(
        source.columns.map((c) => c.described),
        target.columns.map((c) => c.described),
        vectors,
      )
    : names
  await breathe(work)
  const values = valueEvidence(
    source.columns.map((c) => c.sketch),
    target.columns.map((c) => c.sketch),
  )
  await breathe(work)
  const rows = await evidenceOfRows(source, target, work)
  return {
    evidence: {
      sameName: names.same,
      characters: names.characters,
      words: names.words,
      sourceWords: names.sourceWords,
      targetWords: names.targetWords,
      head: names.head,
      meaning: names.meaning,
      description: descriptions.words,
      descriptionMeaning: descriptions.meaning,
      type: values.type,
      bothValues: values.both,
      jaccard: values.jaccard,
      sourceInTarget: values.sourceInTarget,
      targetInSource: values.targetInSource,
      valueParts: values.parts,
      valueWords: values.words,
      valueGrams: values.grams,
      shapes: values.shapes,
      numbers: values.numbers,
      profile: values.profile,
      rowsEqual: rows.equal,
      rowsSettled: rows.settled,
    },
    joins: rows.joins,
  }
}

async function evidenceOfRows(source: Side, target: Side, work?: Work) {
  const width = target.columns.length
  const equal = pairMatrix(source.columns.length, width)
  const settled = pairMatrix(source.columns.length, width)
  const joins = new Map<string, RowEvidence['joinedBy']>()
  for (const [s, a] of source.tables.entries())
    for (const [t, b] of target.tables.entries()) {
      if (a.rows === 0 || b.rows === 0) continue
      const left = placed(source, s)
      const right = placed(target, t)
      const sketches = { sources: left.map((c) => c.sketch), targets: right.map((c) => c.sketch) }
      const found = rowEvidence(a, b, sketches)
      if (!found.joinedBy) continue
      joins.set(`${s} ${t}`, found.joinedBy)
      left.forEach(({ at: i }, x) => {
        right.forEach(({ at: j }, y) => {
          equal.values[i * width + j] = found.equal.values[x * right.length + y] as number
          settled.values[i * width + j] = found.settled.values[x * right.length + y] as number
        })
      })
      await breathe(work)
    }
  return { equal, settled, joins }
}

const placed = (side: Side, table: number) =>
  side.columns.flatMap((column, at) => (column.table === table ? [{ ...column, at }] : []))
