import { Trans, useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { Tag, TagGroup, TagList } from 'react-aria-components/TagGroup'
import { findColumn } from '../../nodes/kit/schema.ts'
import { Button } from '../ui/Button.tsx'
import { columnOptions } from './ColumnField.tsx'
import type { ValueProps } from './FieldEditor.tsx'
import { useColumns } from './form-context.ts'
import { TextCombo } from './TextCombo.tsx'

/** Several columns of an input, in an order. */
export function ColumnsField(props: ValueProps<string[]>) {
  const { t } = useLingui()
  const { spec, label, description, problem, onChange } = props
  // An imported document may hold anything here; the planner says what is wrong with it.
  const value = (Array.isArray(props.value) ? props.value : []).filter((v) => typeof v === 'string')
  const columns = useColumns(spec.meta.port)
  const [text, setText] = useState('')
  const rest = columns.filter((c) => !value.includes(c.name))
  const add = (name: string) => {
    onChange([...value, name])
    setText('')
  }
  return (
    <div className="columns-field">
      <TagGroup
        className="tag-group"
        onRemove={(keys) => onChange(value.filter((name) => !keys.has(name)))}
      >
        <Label className="field-label">{label}</Label>
        <TagList
          className="tag-list"
          renderEmptyState={() => (
            <span className="muted">
              <Trans>None chosen</Trans>
            </span>
          )}
        >
          {[...new Set(value)].map((name) => (
            <Tag
              key={name}
              id={name}
              textValue={name}
              className="tag"
              data-unknown={columns.length > 0 && !findColumn(columns, name) ? true : undefined}
            >
              <bdi>{name}</bdi>
              <AriaButton slot="remove" aria-label={t`Remove ${name}`} className="tag-remove">
                <X aria-hidden />
              </AriaButton>
            </Tag>
          ))}
        </TagList>
      </TagGroup>
      <TextCombo
        label={t`Add a column to ${label}`}
        hideLabel
        placeholder={t`Add a column…`}
        description={description}
        errorMessage={problem}
        value={text}
        onChange={(next) => (rest.some((c) => c.name === next) ? add(next) : setText(next))}
        options={columnOptions(rest)}
        emptyText={columns.length === 0 ? t`The columns are not known yet.` : t`No column fits.`}
      />
      {rest.length > 1 && value.length === 0 && (
        <Button
          size="s"
          variant="quiet"
          className="form-fix"
          onPress={() => onChange(columns.map((c) => c.name))}
        >
          <Trans>Choose all {columns.length}</Trans>
        </Button>
      )}
    </div>
  )
}
