import { Trans, useLingui } from '@lingui/react/macro'
import { Info, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ProfileAlert } from '../../runtime/report.ts'
import { useFormats } from '../app/format.ts'
import { useMessage } from '../app/translate.ts'
import { Button } from '../ui/Button.tsx'
import { alertTexts } from './alert-texts.ts'
import './ml.css'

const shownFirst = 6

/** What a profile points out, in sentences; what may be wrong comes first. */
export function AlertList({ alerts }: { readonly alerts: readonly ProfileAlert[] }) {
  const { t } = useLingui()
  const message = useMessage()
  const { number, percent } = useFormats()
  const [isWhole, setWhole] = useState(false)
  if (alerts.length === 0) return null
  const rank = (alert: ProfileAlert) => (alertTexts[alert.code].tone === 'warning' ? 0 : 1)
  const sorted = [...alerts].sort((a, b) => rank(a) - rank(b))
  const shown = isWhole ? sorted : sorted.slice(0, shownFirst)
  const more = sorted.length - shown.length
  return (
    <div className="alerts">
      <ul className="alert-list" aria-label={t`What stands out`}>
        {shown.map(({ code, column = '', other = '', value }) => {
          const { text, tone, value: form } = alertTexts[code]
          const Icon = tone === 'warning' ? TriangleAlert : Info
          const written = value === undefined ? '' : (form === 'share' ? percent : number)(value)
          return (
            <li key={`${code} ${column} ${other}`} className={`alert tone-${tone}`}>
              <Icon aria-hidden className="alert-icon" />
              <span>{message(text, { column, other, value: written })}</span>
            </li>
          )
        })}
      </ul>
      {more > 0 && (
        <Button size="s" variant="quiet" onPress={() => setWhole(true)}>
          <Trans>Show {number(more)} more</Trans>
        </Button>
      )}
    </div>
  )
}
