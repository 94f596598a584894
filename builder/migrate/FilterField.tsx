import { useLingui } from '@lingui/react/macro'
import { lazy, Suspense, useId, useMemo } from 'react'
import { checkExpression } from '../../nodes/kit/check-expression.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { useIssueText } from '../app/translate.ts'

const ExpressionEditor = lazy(async () => ({
  default: (await import('../expression-editor/ExpressionEditor.tsx')).ExpressionEditor,
}))

export interface FilterFieldProps {
  readonly value: string
  readonly columns: Schema
  readonly onChange: (value: string) => void
}

/** Which rows of a table come, as a condition over its columns. */
export function FilterField({ value, columns, onChange }: FilterFieldProps) {
  const { t } = useLingui()
  const issueText = useIssueText()
  const id = useId()
  const issues = useMemo(
    () =>
      value.trim() === ''
        ? []
        : checkExpression(value, columns, ['filter'], { expect: 'boolean' }).issues,
    [value, columns],
  )
  const [first] = issues
  const problem = first && issueText(first)
  return (
    <div className="field">
      <span className="field-label" id={`${id}-label`}>
        {t`Rows to take`}
      </span>
      <Suspense fallback={<div className="expression-editor expression-loading">{value}</div>}>
        <ExpressionEditor
          value={value}
          onChange={onChange}
          columns={columns}
          issues={issues}
          aggregates={false}
          placeholder="created >= date '2024-01-01'"
          labelledBy={`${id}-label`}
          describedBy={problem ? `${id}-problem` : `${id}-help`}
        />
      </Suspense>
      <span className="field-description" id={`${id}-help`}>
        {t`A condition over the columns of the table; empty: all rows.`}
      </span>
      {problem && (
        <span className="field-error" id={`${id}-problem`}>
          {problem.text} {problem.hint}
        </span>
      )}
    </div>
  )
}
