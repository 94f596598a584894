import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { Schema } from '../../nodes/kit/schema.ts'
import { useFormats } from '../app/format.ts'
import '../runs/runs.css'
import { useSession } from '../store/session.tsx'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { NumberField } from '../ui/NumberField.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'
import { Decision, Evidence, Samples, Source, Target } from './MatchCells.tsx'
import type { Matches, MatchLine } from './match-lines.ts'
import { acceptFrom, countLines, sourceOf } from './match-lines.ts'

interface MatchTableProps {
  readonly matches: Matches
  readonly lines: readonly MatchLine[]
  readonly sources: Schema
  readonly threshold: number
  readonly onChange: (lines: readonly MatchLine[]) => void
}

export function MatchTable(props: MatchTableProps) {
  const { t } = useLingui()
  const { editor } = useSession()
  const { matches, lines, sources, onChange } = props
  const [threshold, setThreshold] = useState(props.threshold)
  const sure = acceptFrom(threshold, lines, matches)
  const put = (line: MatchLine) => onChange(lines.map((l) => (l.target === line.target ? line : l)))
  const cell = { matches, lines, sources, put }
  const columns: readonly TableColumn<MatchLine>[] = [
    {
      id: 'target',
      title: t`Target column`,
      isRowHeader: true,
      cell: (line) => <Target line={line} matches={matches} />,
    },
    { id: 'source', title: t`Filled from`, cell: (line) => <Source line={line} {...cell} /> },
    {
      id: 'why',
      title: t`Score and why`,
      cell: (line) => <Evidence match={sourceOf(matches, line)} />,
    },
    {
      id: 'samples',
      title: t`Before and after`,
      cell: (line) => <Samples match={sourceOf(matches, line)} />,
    },
    {
      id: 'decision',
      title: t`Decision`,
      cell: (line) => <Decision line={line} {...cell} />,
    },
  ]
  return (
    <div className="match">
      <Counts {...props} />
      <div className="match-bar">
        <NumberField
          label={t`Accept from`}
          value={threshold}
          minValue={0}
          maxValue={1}
          step={0.05}
          formatOptions={{ style: 'percent' }}
          onChange={(next) => setThreshold(Number.isNaN(next) ? 0 : next)}
        />
        <Button
          isDisabled={sure.count === 0}
          onPress={() => {
            const { count } = sure
            onChange(sure.lines)
            editor.getState().announce(msg`Pairs accepted: ${count}.`)
          }}
        >
          <Plural value={sure.count} one="Accept # pair" other="Accept # pairs" />
        </Button>
      </div>
      <Table
        className="match-table"
        label={t`Target columns`}
        columns={columns}
        rows={lines}
        rowKey={(line) => line.target}
      />
    </div>
  )
}

/** How far the mapping is; what still hinders comes as a warning. */
function Counts({ matches, lines, sources }: MatchTableProps) {
  const { number } = useFormats()
  const counts = countLines(lines, sources)
  const [filled, all, accepted] = [counts.filled, lines.length, counts.accepted].map(number)
  const { rows, sampledFrom } = matches
  return (
    <div className="match-counts">
      <span className="match-badges" role="status">
        <Badge tone={counts.unmapped === 0 ? 'success' : 'neutral'}>
          <Trans>
            {filled} of {all} target columns filled
          </Trans>
        </Badge>
        <Badge tone={counts.accepted === lines.length ? 'success' : 'neutral'}>
          <Trans>{accepted} accepted</Trans>
        </Badge>
        {counts.unmapped > 0 && (
          <Badge>
            <Plural value={counts.unmapped} one="# unmapped" other="# unmapped" />
          </Badge>
        )}
        {counts.required > 0 && (
          <Badge tone="danger">
            <Plural
              value={counts.required}
              one="# required column without a source"
              other="# required columns without a source"
            />
          </Badge>
        )}
        {counts.unusedSources > 0 && (
          <Badge>
            <Plural
              value={counts.unusedSources}
              one="# source column not used"
              other="# source columns not used"
            />
          </Badge>
        )}
      </span>
      <span className="muted">
        {sampledFrom === null ? (
          <Plural value={rows} one="From # row." other={`From all ${number(rows)} rows.`} />
        ) : (
          <Trans>
            From a random sample of {number(rows)} of {number(sampledFrom)} rows.
          </Trans>
        )}
      </span>
    </div>
  )
}
