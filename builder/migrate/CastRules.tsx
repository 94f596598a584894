import { Trans, useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { CastRule } from './casts.ts'

export interface CastRulesProps {
  readonly rules: readonly CastRule[]
  readonly onChange: (rules: readonly CastRule[]) => void
}

/** What becomes of types, before our own rules: the first rule that fits holds. */
export function CastRules({ rules, onChange }: CastRulesProps) {
  const { t } = useLingui()
  const swap = (i: number, j: number) => {
    const [a, b] = [rules[i], rules[j]]
    if (a && b) onChange(rules.with(i, b).with(j, a))
  }
  return (
    <div className="stack">
      <p className="field-description">
        <Trans>
          The first rule that fits a column holds; without one, each type becomes the nearest of the
          target.
        </Trans>
      </p>
      {rules.length > 0 && (
        <ol className="casts">
          {rules.map((rule, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity but their place
            <li key={i} className="cast">
              <Rule
                rule={rule}
                place={i + 1}
                onChange={(changed) => onChange(rules.with(i, changed))}
              />
              <span className="cast-tools">
                <IconButton
                  label={t`Move rule ${i + 1} up`}
                  icon={ArrowUp}
                  size="s"
                  isDisabled={i === 0}
                  onPress={() => swap(i, i - 1)}
                />
                <IconButton
                  label={t`Move rule ${i + 1} down`}
                  icon={ArrowDown}
                  size="s"
                  isDisabled={i === rules.length - 1}
                  onPress={() => swap(i, i + 1)}
                />
                <IconButton
                  label={t`Delete rule ${i + 1}`}
                  icon={Trash2}
                  size="s"
                  onPress={() => onChange(rules.toSpliced(i, 1))}
                />
              </span>
            </li>
          ))}
        </ol>
      )}
      <div>
        <Button size="s" icon={Plus} onPress={() => onChange([...rules, { type: '', to: '' }])}>
          <Trans>Add a rule</Trans>
        </Button>
      </div>
    </div>
  )
}

interface RuleProps {
  readonly rule: CastRule
  readonly place: number
  readonly onChange: (rule: CastRule) => void
}

function Rule({ rule, place, onChange }: RuleProps) {
  const { t } = useLingui()
  const { type, column, ...rest } = rule
  const kind = column === undefined ? 'type' : 'column'
  const pattern = column ?? type ?? ''
  const put = (to: string, text: string) => onChange({ ...rest, [to]: text })
  return (
    <>
      <Select
        label={t`Rule ${place} is for`}
        hideLabel
        size="s"
        value={kind}
        onChange={(to) => put(to, pattern)}
        options={[
          { id: 'type', label: t`Type` },
          { id: 'column', label: t`Column` },
        ]}
      />
      <TextField
        label={kind === 'type' ? t`Type in the source, rule ${place}` : t`Column, rule ${place}`}
        hideLabel
        code
        value={pattern}
        placeholder={kind === 'type' ? 'tinyint(1)' : 'film.*_year'}
        onChange={(text) => put(kind, text)}
      />
      <TextField
        label={t`Type in the target, rule ${place}`}
        hideLabel
        code
        value={rule.to ?? ''}
        placeholder="smallint"
        onChange={(to) => onChange({ ...rule, to })}
      />
    </>
  )
}
