import type { CheckOptions } from './check-expression.ts'
import { checkExpression } from './check-expression.ts'
import { coerce } from './coerce.ts'
import type { DataType } from './data-type.ts'
import { boolean } from './data-type.ts'
import { nearest } from './did-you-mean.ts'
import type { Issue, IssuePath } from './issue.ts'
import { hasErrors, issue } from './issue.ts'
import type { IssueCode } from './issue-codes.ts'
import { parseType, typeNames } from './parse-type.ts'
import type { Column, Schema } from './schema.ts'
import { columnNames, duplicateName, findColumn } from './schema.ts'
import type { TypedExpression } from './type-expression.ts'

/**
 * Collects the problems of one config while it is turned into relations. Each method
 * gives the checked thing, or undefined after noting why not.
 */
export class ConfigCheck {
  readonly issues: Issue[] = []

  /** No error so far: what was checked may be built. */
  get ok(): boolean {
    return !hasErrors(this.issues)
  }

  add(code: IssueCode, path: IssuePath, values: Issue['values'] = {}): undefined {
    this.issues.push(issue(code, path, values))
  }

  /** A text that may not be empty. */
  filled(value: string, path: IssuePath): string | undefined {
    return value.trim() === '' ? this.add('MISSING_SETTING', path) : value
  }

  column(schema: Schema, name: string, path: IssuePath): Column | undefined {
    if (!this.filled(name, path)) return undefined
    const found = findColumn(schema, name)
    if (!found) this.issues.push(unknownColumn(schema, name, path))
    return found
  }

  /** The columns of a list; the same column twice is a problem. */
  columns(schema: Schema, names: readonly string[], path: IssuePath): Column[] {
    const found = names.flatMap((name, i) => this.column(schema, name, [...path, i]) ?? [])
    this.unique(columnNames(found), (i) => [...path, i])
    return found
  }

  /** An expression over the columns of `schema`. */
  expression(
    schema: Schema,
    source: string,
    path: IssuePath,
    options: CheckOptions = {},
  ): TypedExpression | undefined {
    const {
      expression,
      type,
      nullable = true,
      issues,
    } = checkExpression(source, schema, path, options)
    this.issues.push(...issues)
    if (!expression || !type) return undefined
    // A bare NULL fits every place, but has no type of its own.
    return expression.kind === 'literal' && options.expect === 'boolean'
      ? { expression: coerce(expression, boolean), type: boolean, nullable }
      : { expression, type, nullable }
  }

  type(text: string, path: IssuePath): DataType | undefined {
    const type = parseType(text)
    if (type) return type
    const suggestion = nearest(text, typeNames) ?? 'text'
    return this.add('UNKNOWN_TYPE', path, { type: text, suggestion })
  }

  /** Notes the first name that occurs twice without regard to case. */
  unique(names: readonly string[], pathOf: (index: number) => IssuePath): boolean {
    const twice = duplicateName(names)
    if (twice !== undefined)
      this.add('DUPLICATE_COLUMN', pathOf(names.lastIndexOf(twice)), { column: twice })
    return twice === undefined
  }
}

/** @example unknownColumn(schema, 'nmae', ['column']) // UNKNOWN_COLUMN with suggestion “name” */
export function unknownColumn(schema: Schema, name: string, path: IssuePath): Issue {
  const names = columnNames(schema)
  return issue('UNKNOWN_COLUMN', path, {
    column: name,
    suggestion: nearest(name, names) ?? '',
    columns: names.slice(0, 20).join(', ') || '–',
  })
}
