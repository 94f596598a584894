import { formatTable } from '../../nodes/kit/source.ts'
import type { LedgerEntry } from '../../runtime/migration-report.ts'

export type LossSeverity = LedgerEntry['severity']
export type LossKind = LedgerEntry['object']['kind']

/** Worst first. */
export const severities: readonly LossSeverity[] = ['error', 'warning', 'info']

export interface LedgerFilter {
  readonly search: string
  readonly kind: LossKind | 'all'
}

const textOf = ({ code, object, source, target, reason }: LedgerEntry) =>
  [code, object.name, object.table && formatTable(object.table), source, target, reason]
    .join(' ')
    .toLowerCase()

export function filterLedger(
  entries: readonly LedgerEntry[],
  { search, kind }: LedgerFilter,
): readonly LedgerEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    if (kind !== 'all' && entry.object.kind !== kind) return false
    const text = words.length > 0 ? textOf(entry) : ''
    return words.every((word) => text.includes(word))
  })
}

/** What hurts rows comes first, then by table and name. */
export const bySeverity = (
  entries: readonly LedgerEntry[],
): readonly { readonly severity: LossSeverity; readonly entries: readonly LedgerEntry[] }[] =>
  severities
    .map((severity) => ({
      severity,
      entries: entries
        .filter((it) => it.severity === severity)
        .sort((a, b) => (b.rows ?? -1) - (a.rows ?? -1)),
    }))
    .filter((group) => group.entries.length > 0)

export const kindsIn = (entries: readonly LedgerEntry[]): readonly LossKind[] =>
  [...new Set(entries.map((it) => it.object.kind))].sort()

/** The same line has the same key, though several may be about one object. */
export const entryKey = (entry: LedgerEntry, i: number): string =>
  `${entry.code} ${entry.object.kind} ${entry.object.table ? formatTable(entry.object.table) : ''} ${entry.object.name} ${i}`

/** Whether the rows that were hurt are those that were foreseen; undefined where one is not known. */
export const asForeseen = ({ rows, actualRows }: LedgerEntry): boolean | undefined =>
  rows === undefined || actualRows === undefined ? undefined : rows === actualRows
