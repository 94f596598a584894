import { Trans, useLingui } from '@lingui/react/macro'
import type { Rule } from '../../nodes/validate/rules/config.ts'
import { useFormats } from '../app/format.ts'

const shownValues = 8

/** A rule of a validation as a sentence. */
export function useRuleText(): (rule: Rule) => string {
  const { t } = useLingui()
  const { number } = useFormats()
  return (rule) => {
    switch (rule.check) {
      case 'not-null':
        return t`${rule.columns.join(', ')}: never empty`
      case 'unique':
        return t`${rule.columns.join(', ')}: no value twice`
      case 'range': {
        const { column, min, max } = rule
        if (min === '') return t`${column}: at most ${max}`
        return max === '' ? t`${column}: at least ${min}` : t`${column}: from ${min} to ${max}`
      }
      case 'set': {
        const { column, values } = rule
        const some = values.slice(0, shownValues).join(', ')
        const rest = values.length - shownValues
        return rest > 0
          ? t`${column}: one of ${some} and ${number(rest)} more`
          : t`${column}: one of ${some}`
      }
      case 'pattern': {
        // Kept in its own direction inside a sentence of the other one.
        const pattern = `\u2068${rule.pattern}\u2069`
        return t`${rule.column}: fits the pattern ${pattern}`
      }
      case 'reference': {
        const names = rule.columns.map((c) => c.column).join(', ')
        return t`${names}: exists in the reference input`
      }
      case 'expression':
      case 'expectation':
        return rule.expression
    }
  }
}

interface Violation {
  readonly row: number
  readonly values: readonly { readonly column: string; readonly value: string | null }[]
}

/** Rows that break a rule, with the values it is about. */
export function Violations({ rows }: { readonly rows: readonly Violation[] }) {
  const { number } = useFormats()
  return (
    <ul className="violations">
      {rows.map(({ row, values }) => (
        <li key={row}>
          <span className="muted">
            <Trans>Row {number(row)}:</Trans>
          </span>{' '}
          {values.map(({ column, value }) => (
            <span key={column} className="violation-value">
              <bdi className="muted">{column}</bdi>{' '}
              {value === null ? <i>null</i> : <bdi className="sample">{value}</bdi>}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}
