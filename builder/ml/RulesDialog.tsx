import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Check, ListChecks, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Rule } from '../../nodes/validate/rules/config.ts'
import type { ApiOutputs } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Checkbox } from '../ui/Checkbox.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loading } from '../ui/Spinner.tsx'
import './ml.css'
import { useRuleText, Violations } from './RuleText.tsx'
import type { PortPlace } from './use-inspection.ts'
import { useInspection } from './use-inspection.ts'

type Proposals = ApiOutputs['ml']['quality']
type Proposal = Proposals['rules'][number]

export interface RulesDialogProps {
  /** Whose rows are looked at. */
  readonly place: PortPlace
  /** Rules that are there already; they are not proposed again. */
  readonly existing: readonly Rule[]
  readonly onAdd: (rules: readonly Rule[]) => void
  readonly onClose: () => void
}

/** Rules that nearly all rows of a port keep, to choose from. */
export function RulesDialog({ place, existing, onAdd, onClose }: RulesDialogProps) {
  const { t } = useLingui()
  const { query, cancel } = useInspection('quality', place)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { data } = query
  const known = new Set(existing.map(ruleKey))
  const fresh = data?.rules.filter((p) => !known.has(ruleKey(p.rule))) ?? []
  const chosen = fresh.filter((p) => !left.has(ruleKey(p.rule)))
  const close = () => {
    if (query.isFetching) cancel()
    onClose()
  }
  const choose = (proposal: Proposal, isChosen: boolean) => {
    const next = new Set(left)
    if (isChosen) next.delete(ruleKey(proposal.rule))
    else next.add(ruleKey(proposal.rule))
    setLeft(next)
  }
  const count = chosen.length
  return (
    <Dialog
      title={t`Proposed rules`}
      isOpen
      size="l"
      onClose={close}
      footer={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            icon={Plus}
            isDisabled={count === 0}
            onPress={() => {
              onAdd(chosen.map((p) => p.rule))
              onClose()
            }}
          >
            <Plural value={count} one="Add # rule" other="Add # rules" />
          </Button>
        </>
      }
    >
      {query.isFetching && !data ? (
        <Loading>
          <Trans>Looking for rules that the rows keep…</Trans>
        </Loading>
      ) : query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : data && fresh.length > 0 ? (
        <>
          <div className="proposal-head">
            <Basis found={data} />
            <Checkbox
              isSelected={count === fresh.length}
              isIndeterminate={count > 0 && count < fresh.length}
              onChange={(all) =>
                setLeft(all ? new Set() : new Set(fresh.map((p) => ruleKey(p.rule))))
              }
            >
              <Trans>All</Trans>
            </Checkbox>
          </div>
          <ul className="proposals" aria-label={t`Proposed rules`}>
            {fresh.map((proposal) => (
              <li key={ruleKey(proposal.rule)} className="proposal">
                <Choice
                  proposal={proposal}
                  isChosen={!left.has(ruleKey(proposal.rule))}
                  onChange={(isChosen) => choose(proposal, isChosen)}
                />
              </li>
            ))}
          </ul>
        </>
      ) : (
        data && <NothingFound found={data} />
      )}
    </Dialog>
  )
}

function Choice(props: {
  readonly proposal: Proposal
  readonly isChosen: boolean
  readonly onChange: (isChosen: boolean) => void
}) {
  const { proposal, isChosen, onChange } = props
  const { percent, number } = useFormats()
  const ruleText = useRuleText()
  const { rule, support, violationCount, violations } = proposal
  const isCode = rule.check === 'expression' || rule.check === 'expectation'
  const broken = number(violationCount)
  const kept = percent(support)
  return (
    <>
      <div className="proposal-line">
        <Checkbox isSelected={isChosen} onChange={onChange}>
          <span className={isCode ? 'code proposal-rule' : 'proposal-rule'}>{ruleText(rule)}</span>
        </Checkbox>
        {violationCount === 0 ? (
          <Badge tone="success" icon={Check}>
            <Trans>all rows keep it</Trans>
          </Badge>
        ) : (
          <Badge tone="warning">
            <Plural
              value={violationCount}
              one={`${kept} keep it, # row does not`}
              other={`${kept} keep it, ${broken} rows do not`}
            />
          </Badge>
        )}
      </div>
      {violations.length > 0 && <Violations rows={violations} />}
    </>
  )
}

function Basis({ found }: { readonly found: Proposals }) {
  const { number, percent } = useFormats()
  const { rows, sampledFrom, overall } = found
  const count = number(rows)
  return (
    <p className="muted">
      {sampledFrom === null ? (
        <Plural value={rows} one="From # row." other={`From all ${count} rows.`} />
      ) : (
        <Trans>
          From a random sample of {count} of {number(sampledFrom)} rows.
        </Trans>
      )}{' '}
      {overall !== null && <Trans>Quality of the rows: {percent(overall)}.</Trans>}
    </p>
  )
}

function NothingFound({ found }: { readonly found: Proposals }) {
  const { t } = useLingui()
  return (
    <EmptyState icon={ListChecks} title={t`No further rules`}>
      {found.rules.length > 0 ? (
        <Trans>All that was found is among the rules already.</Trans>
      ) : found.rows < 20 ? (
        <Trans>Rules are proposed from 20 rows on.</Trans>
      ) : (
        <Trans>No rule was found that nearly all rows keep.</Trans>
      )}
    </EmptyState>
  )
}

/** Equal for rules that check the same, whatever they are called. */
function ruleKey(rule: Rule): string {
  const { name: _, ...checked } = rule
  return JSON.stringify(Object.entries(checked).sort(([a], [b]) => (a < b ? -1 : 1)))
}
