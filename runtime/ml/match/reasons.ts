import type { Evidence, EvidenceKind, Side, SideColumn } from './evidence.ts'
import type { NamedThing } from './name-evidence.ts'
import type { RowEvidence } from './row-evidence.ts'
import type { Family } from './sketch-column.ts'
import { abbreviates } from './text.ts'

const percent = (share: number) => `${Math.round(share * 100)} %`

/** Why a pair was proposed, in words, the strongest reason first; what speaks against it last. */
export function reasonsFor(
  evidence: Evidence,
  source: Side,
  target: Side,
  s: number,
  t: number,
  joinedBy: RowEvidence['joinedBy'],
): string[] {
  const of = (kind: EvidenceKind) => evidence[kind].values[s * target.columns.length + t] as number
  const [a, b] = [source.columns[s] as SideColumn, target.columns[t] as SideColumn]
  const reasons: { text: string; strength: number }[] = []
  const say = (strength: number, text: string) => reasons.push({ text, strength })

  if (joinedBy) {
    const key = [keyName(source, a, joinedBy.source), keyName(target, b, joinedBy.target)]
    const rows = `${joinedBy.rows} rows that share ${key.join(' = ')}`
    if (of('rowsEqual') > 0.3)
      say(4 * of('rowsEqual'), `same value in ${percent(of('rowsEqual'))} of ${rows}`)
    else if (of('rowsSettled') > 0.3)
      say(3 * of('rowsSettled'), `each value stands for one of the other in ${rows}`)
  }
  if (of('sameName')) say(3, 'same name')
  else {
    const common = likeWords(a.named, b.named)
    if (common.length > 0 && of('words') > 0.3) say(3 * of('words'), `names: ${common.join(', ')}`)
    else if (of('characters') > 0.45) say(2 * of('characters'), 'names written alike')
    else if (of('meaning') > 0.5) say(1.5 * of('meaning'), 'names of near meaning')
  }
  const hasComment = [
    [source, a],
    [target, b],
  ].some(([side, column]) => commentOf(side as Side, column as SideColumn) !== '')
  if (hasComment && of('description') > 0.35) say(2 * of('description'), 'comments alike')
  const [left, right] = [a.sketch, b.sketch]
  if (left.count > 0 && right.count > 0) {
    if (left.family === 'number' && right.family === 'number') {
      if (of('numbers') > 0.6) say(of('numbers'), 'numbers spread alike')
    } else if (of('sourceInTarget') > 0.25)
      say(
        2 * of('sourceInTarget'),
        `${percent(shareOfValues(a, b))} of its values occur in the target`,
      )
    else if (of('valueParts') > 0.25) say(1.5 * of('valueParts'), 'values have parts in common')
    else if (of('valueWords') > 0.25) say(1.5 * of('valueWords'), 'values share words')
  }
  reasons.sort((x, y) => y.strength - x.strength)
  const texts = reasons.slice(0, 4).map((r) => r.text)
  if (of('type') >= 1 && left.family !== 'unknown') texts.push(`both ${plural[left.family]}`)
  if (of('type') < 0.3) texts.push(`but ${plural[left.family]} against ${plural[right.family]}`)
  if (texts.length === 0) texts.push('weak evidence only')
  return texts
}

const plural: Record<Family, string> = {
  number: 'numbers',
  time: 'dates',
  boolean: 'yes or no',
  text: 'texts',
  unknown: 'of unknown type',
}

function shareOfValues(a: SideColumn, b: SideColumn): number {
  let common = 0
  for (const value of a.sketch.distinct.keys()) if (b.sketch.distinct.has(value)) common++
  return common / Math.max(1, a.sketch.distinct.size)
}

function commentOf(side: Side, { table, position }: SideColumn): string {
  return side.tables[table]?.columns[position]?.description ?? ''
}

const keyName = (side: Side, { table }: SideColumn, key: number) =>
  side.tables[table]?.columns[key]?.name ?? ''

/** @example ['date', 'dob = birth', 'sex ≈ gender'] */
function likeWords(a: NamedThing, b: NamedThing): string[] {
  const found: string[] = []
  for (const x of a.units) {
    const other = b.units.find((y) => y.stem === x.stem)
    const synonym = b.units.find((y) => y.concepts.some((c) => x.concepts.includes(c)))
    const short = b.units.find((y) => abbreviates(x.stem, y.word) || abbreviates(y.stem, x.word))
    if (other) found.push(x.written === other.written ? x.word : `${x.written} = ${other.written}`)
    else if (synonym) found.push(`${x.written} ≈ ${synonym.written}`)
    else if (short) found.push(`${x.written} ~ ${short.written}`)
  }
  return [...new Set(found)].slice(0, 4)
}
