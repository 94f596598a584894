import { quoteName } from '../../sql/quote.ts'
import type { IndexSchema } from '../model.ts'

/** Indexes that PostgreSQL has in another form than engines with full-text or spatial ones. */
export interface SearchIndex {
  readonly nativeMethod: 'gin' | 'gist'
  readonly expression: string
  /** What a person has to know of it. */
  readonly reason: string
}

const name = (column: string) => quoteName(column, 'postgres')

/** Words of all columns, without stemming, as the source's index has them. */
export function fullTextIndex(columns: readonly string[]): SearchIndex {
  const texts = columns.map((c) => `coalesce(${name(c)}::text, '')`).join(" || ' ' || ")
  return {
    nativeMethod: 'gin',
    expression: `to_tsvector('simple'::regconfig, ${texts})`,
    reason: 'Searched with to_tsvector and @@ in place of MATCH … AGAINST.',
  }
}

/** Shapes are kept as WKT; their points can be indexed, other shapes not. */
export function pointIndex(column: string): SearchIndex {
  const text = name(column)
  return {
    nativeMethod: 'gist',
    expression: `CASE WHEN ${text} LIKE 'POINT(%)' THEN translate(substr(${text}, 6), ' ', ',')::point END`,
    reason: 'Points are indexed, other shapes are not.',
  }
}

/** The index in PostgreSQL's own form. */
export const searchIndex = (index: IndexSchema, search: SearchIndex): IndexSchema => ({
  name: index.name,
  unique: false,
  method: 'other',
  nativeMethod: search.nativeMethod,
  parts: [{ expression: search.expression, descending: false }],
  include: [],
})
