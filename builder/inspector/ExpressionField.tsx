import { lazy, Suspense, useId } from 'react'
import type { ValueProps } from './FieldEditor.tsx'
import { useColumns, useIssuesAt } from './form-context.ts'

const ExpressionEditor = lazy(async () => ({
  default: (await import('../expression-editor/ExpressionEditor.tsx')).ExpressionEditor,
}))

/** An expression over the columns of an input, with completion and problems in place. */
export function ExpressionField(props: ValueProps<string>) {
  const { spec, path, label, description, problem, value = '', onChange } = props
  const columns = useColumns(spec.meta.port)
  const issues = useIssuesAt(path, true)
  const id = useId()
  return (
    <div className="field">
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <Suspense fallback={<div className="expression-editor expression-loading">{value}</div>}>
        <ExpressionEditor
          value={value}
          onChange={onChange}
          columns={columns}
          issues={issues}
          aggregates={spec.meta.widget === 'aggregate'}
          placeholder={spec.meta.placeholder}
          labelledBy={`${id}-label`}
          describedBy={problem ? `${id}-problem` : `${id}-help`}
        />
      </Suspense>
      {description && (
        <span className="field-description" id={`${id}-help`}>
          {description}
        </span>
      )}
      {problem && (
        <span className="field-error" id={`${id}-problem`}>
          {problem}
        </span>
      )}
    </div>
  )
}
