import { useLingui } from '@lingui/react/macro'
import type { NumberProfile } from '../../runtime/report.ts'
import { useFormats } from '../app/format.ts'

const width = 120
const height = 32

/** How numbers are spread, as bars from the smallest to the largest value. */
export function Histogram(props: {
  readonly column: string
  readonly bins: NumberProfile['histogram']
}) {
  const { t } = useLingui()
  const { number } = useFormats()
  const { column, bins } = props
  const [first] = bins
  const last = bins.at(-1)
  if (!first || !last) return null
  const most = bins.reduce((a, b) => (b.count > a.count ? b : a))
  const step = width / bins.length
  const from = number(first.from)
  const to = number(last.to)
  const name = t`Histogram of ${column}: from ${from} to ${to}, most values between ${number(most.from)} and ${number(most.to)}`
  return (
    <span className="histogram">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={name}>
        <title>{name}</title>
        {bins.map((bin) => {
          // A bin with few rows is still to be seen.
          const part = bin.count === 0 ? 0 : Math.max(1, (bin.count / most.count) * height)
          const x = bins.indexOf(bin) * step
          return <rect key={x} x={x} y={height - part} width={step * 0.86} height={part} />
        })}
      </svg>
      <span className="histogram-ends muted number" aria-hidden>
        <bdi>{from}</bdi>
        <bdi>{to}</bdi>
      </span>
    </span>
  )
}
