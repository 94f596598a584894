import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowRight, Check, ChevronDown, X } from 'lucide-react'
import type { Schema } from '../../nodes/kit/schema.ts'
import { useFormats } from '../app/format.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton, IconToggle } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSection } from '../ui/Menu.tsx'
import type { Matches, MatchLine, SourceMatch } from './match-lines.ts'
import { accept, change, reject } from './match-lines.ts'
import { useReasonText } from './reason-texts.ts'

interface CellProps {
  readonly line: MatchLine
  readonly lines: readonly MatchLine[]
  readonly matches: Matches
  readonly sources: Schema
  readonly put: (line: MatchLine) => void
}

/** Sources less probable than this stand among all other columns. */
const leastShown = 0.01

const matchOf = (matches: Matches, { target }: MatchLine) =>
  matches.targets.find((t) => t.column === target)

export function Target({ line, matches }: Pick<CellProps, 'line' | 'matches'>) {
  return (
    <span className="two-lines">
      <bdi>{line.target}</bdi>
      <span className="muted code">{matchOf(matches, line)?.type}</span>
      {line.required && (
        <span>
          <Badge tone={line.source === null && line.expression === null ? 'danger' : 'neutral'}>
            <Trans>required</Trans>
          </Badge>
        </span>
      )}
    </span>
  )
}

/** The source in a button that opens the choice of another. */
export function Source({ line, matches, sources, put }: CellProps) {
  const { t } = useLingui()
  const { percent } = useFormats()
  const { target } = line
  const found = matchOf(matches, line)?.sources ?? []
  const probable = found.filter((s) => s.confidence >= leastShown || s.column === line.source)
  const others = sources.filter((c) => !probable.some((p) => p.column === c.name))
  const shown = line.expression ?? line.source
  const name = shown ?? t`no source`
  const choose = (source: string | null) => () => put(change(line, source))
  return (
    <Menu
      label={t`Source of ${target}`}
      placement="bottom start"
      trigger={
        <Button
          size="s"
          className="match-source"
          aria-label={t`Change the source of ${target}, now ${name}`}
        >
          <span className="match-source-name">
            {shown === null ? (
              <span className="muted">
                <Trans>no source</Trans>
              </span>
            ) : (
              <bdi className={line.expression === null ? undefined : 'code'}>{shown}</bdi>
            )}
            <ChevronDown aria-hidden className="button-icon" />
          </span>
        </Button>
      }
    >
      <MenuSection title={t`Found`}>
        {probable.map(({ column, confidence, converts }) => (
          <MenuItem
            key={column}
            id={`probable ${column}`}
            isDisabled={!converts}
            description={converts ? percent(confidence) : t`cannot be converted`}
            onAction={choose(column)}
          >
            {column}
          </MenuItem>
        ))}
        <MenuItem id="none" onAction={choose(null)}>
          {t`No source`}
        </MenuItem>
      </MenuSection>
      {others.length > 0 && (
        <MenuSection title={t`All other columns`}>
          {others.map(({ name: other }) => (
            <MenuItem key={other} id={`other ${other}`} onAction={choose(other)}>
              {other}
            </MenuItem>
          ))}
        </MenuSection>
      )}
    </Menu>
  )
}

export function Evidence({ match }: { readonly match: SourceMatch | undefined }) {
  const { percent } = useFormats()
  const reasonText = useReasonText()
  if (!match) return '–'
  return (
    <span className="match-evidence">
      <span className="match-score">
        <span className="number">{percent(Math.round(match.confidence * 100) / 100)}</span>
        <span className="bar" aria-hidden>
          <span className="bar-fill" style={{ inlineSize: `${match.confidence * 100}%` }} />
        </span>
      </span>
      <ul className="match-reasons muted">
        {match.reasons.map((reason) => (
          <li key={reason}>{reasonText(reason)}</li>
        ))}
      </ul>
    </span>
  )
}

/** Values as they are and as they will be. */
export function Samples({ match }: { readonly match: SourceMatch | undefined }) {
  const { t } = useLingui()
  if (!match || match.samples.length === 0) return '–'
  return (
    <ul className="match-samples">
      {match.samples.map(({ before, after }) => (
        <li key={before} className={after === null ? 'is-lost' : undefined}>
          <bdi className="sample">{before}</bdi>
          <ArrowRight aria-label={t`becomes`} className="match-arrow mirrored" />
          {after === null ? (
            <span className="match-lost">
              <Trans>not convertible</Trans>
            </span>
          ) : (
            <bdi className="sample">{after}</bdi>
          )}
        </li>
      ))}
    </ul>
  )
}

export function Decision({ line, lines, matches, put }: CellProps) {
  const { t } = useLingui()
  const { target, state } = line
  const isOpen = state === 'open'
  const source = line.expression ?? line.source ?? ''
  return (
    <span className="match-decision">
      <IconToggle
        label={isOpen ? t`Nothing to accept for ${target}` : t`Accept ${source} for ${target}`}
        icon={Check}
        size="s"
        isSelected={state === 'accepted'}
        isDisabled={isOpen}
        onChange={(isAccepted) => put(isAccepted ? accept(line) : { ...line, state: 'proposed' })}
      />
      <IconButton
        label={isOpen ? t`Nothing to reject for ${target}` : t`Reject ${source} for ${target}`}
        icon={X}
        size="s"
        isDisabled={isOpen}
        onPress={() => put(reject(line, lines, matches))}
      />
      {state === 'accepted' ? (
        <Badge tone="success">
          <Trans>Accepted</Trans>
        </Badge>
      ) : state === 'proposed' ? (
        <Badge tone="info">
          <Trans>Proposed</Trans>
        </Badge>
      ) : (
        <Badge>
          <Trans>Unmapped</Trans>
        </Badge>
      )}
    </span>
  )
}
