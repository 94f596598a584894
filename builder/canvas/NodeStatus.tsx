import { plural } from '@lingui/core/macro'
import { useLingui as useRuntimeLingui } from '@lingui/react'
import { useLingui } from '@lingui/react/macro'
import type { NodeRun } from '../store/run-state.ts'
import { statusLooks } from '../ui/StatusBadge.tsx'

/** How a node is doing in the run: icon, word, figure. */
export function NodeStatus({ run }: { readonly run: NodeRun }) {
  const { i18n } = useRuntimeLingui()
  const hasRejects = run.state === 'done' && (run.counts?.rejected ?? 0) > 0
  const { icon: Icon, title, tone } = statusLooks[hasRejects ? 'warning' : run.state]
  const figure = useFigure(run)
  return (
    <span className={`node-subtitle node-status tone-${tone}`}>
      <Icon aria-hidden className={run.state === 'running' ? 'spinner' : undefined} />
      <span className={figure ? 'visually-hidden' : undefined}>{i18n._(title)}</span>
      {figure}
    </span>
  )
}

function useFigure(run: NodeRun): string {
  const { t, i18n } = useLingui()
  const compact = (n: number) => i18n.number(n, { notation: 'compact', maximumFractionDigits: 1 })
  if (run.state === 'running') {
    if (run.fraction !== undefined)
      return i18n.number(run.fraction, { style: 'percent', maximumFractionDigits: 0 })
    if (run.rows === undefined) return ''
    const rows = compact(run.rows)
    return t`${plural(run.rows, { one: `${rows} row`, other: `${rows} rows` })}`
  }
  const { counts } = run
  if (run.state !== 'done' || !counts) return ''
  const passed = counts.out > 0 ? counts.out : counts.in
  const rows = compact(passed)
  const text = t`${plural(passed, { one: `${rows} row`, other: `${rows} rows` })}`
  if (counts.rejected === 0) return text
  const rejected = compact(counts.rejected)
  return t`${text}, ${rejected} rejected`
}
