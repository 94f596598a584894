import type { DatabaseSystem } from '../../model.ts'
import type { Difference } from './difference.ts'
import type { Meaning } from './meaning.ts'

type TimeMeaning = Extract<Meaning, { kind: 'date' | 'time' | 'timestamp' | 'interval' }>

export function compareTimes(
  source: TimeMeaning,
  target: TimeMeaning,
  from: DatabaseSystem,
  to: DatabaseSystem,
): Difference[] {
  if (source.kind !== target.kind) return [kindChanged(source, target)]
  if (source.kind === 'interval') return []
  const differences: Difference[] = []
  if (source.kind !== 'date' && target.kind !== 'date' && target.kind !== 'interval')
    differences.push(...precision(source.precision, target.precision))
  if (source.kind === 'timestamp' && target.kind === 'timestamp')
    differences.push(...zones(source.zone, target.zone))
  if (source.kind === 'time' && target.kind === 'time') differences.push(...times(source, target))
  else differences.push(...years(from, to))
  return differences
}

const kindChanged = (source: TimeMeaning, target: TimeMeaning): Difference => ({
  code: 'TYPE_CHANGED',
  severity: source.kind === 'time' && target.kind === 'interval' ? 'info' : 'warning',
  reason:
    source.kind === 'time' && target.kind === 'interval'
      ? 'Times beyond a day are durations.'
      : `A ${source.kind} becomes a ${target.kind}.`,
})

function precision(source: number, target: number): Difference[] {
  if (source === target) return []
  if (target > source)
    return [{ code: 'TYPE_WIDENED', severity: 'info', reason: 'Finer times fit, too.' }]
  return [
    {
      code: 'PRECISION_REDUCED',
      severity: 'warning',
      reason: `The target keeps ${target} fractional digits of a second.`,
    },
  ]
}

function zones(source: 'none' | 'utc' | 'offset', target: 'none' | 'utc' | 'offset'): Difference[] {
  if (source === target) return []
  if (source === 'offset')
    return [
      {
        code: target === 'utc' ? 'OFFSET_DROPPED' : 'ZONE_DROPPED',
        severity: 'warning',
        reason: 'The moment is kept in UTC; the offset it was written with is not.',
      },
    ]
  if (source === 'utc' && target === 'none')
    return [
      {
        code: 'ZONE_DROPPED',
        severity: 'warning',
        reason: 'The moment is kept as a date and time in UTC.',
      },
    ]
  return [
    {
      code: 'TYPE_CHANGED',
      severity: source === 'utc' ? 'info' : 'warning',
      reason:
        source === 'utc'
          ? 'The same moments, written with the offset +00:00.'
          : 'Dates and times without a zone are taken as UTC.',
    },
  ]
}

function times(
  source: Extract<Meaning, { kind: 'time' }>,
  target: Extract<Meaning, { kind: 'time' }>,
): Difference[] {
  if (source.long && !target.long)
    return [
      {
        code: 'TYPE_NARROWED',
        severity: 'info',
        reason: 'The target’s times lie within a day.',
      },
    ]
  if (target.long && !source.long)
    return [{ code: 'TYPE_WIDENED', severity: 'info', reason: 'Times beyond a day fit, too.' }]
  return []
}

/** PostgreSQL's calendar begins 4713 BC and knows infinity; the others' years have four digits. */
function years(from: DatabaseSystem, to: DatabaseSystem): Difference[] {
  if (from !== 'postgres' || to === 'sqlite') return []
  return [
    {
      code: 'VALUE_OUT_OF_RANGE',
      severity: 'error',
      reason: 'The target’s dates go from 0001-01-01 to 9999-12-31; others become NULL.',
      count: { kind: 'date outside', from: '0001-01-01', before: '10000-01-01' },
      onlyWithRows: true,
      remedy: 'to null',
    },
  ]
}
