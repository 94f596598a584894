import type { DataType } from '../../../nodes/kit/data-type.ts'

/**
 * Any value may lie in any column of SQLite. From SQLite to SQLite a value that its column would
 * not store again as what it is carries a mark: the character 1 and a letter for its class.
 */
export const markLetters = { text: 't', integer: 'i', real: 'r', blob: 'b' } as const

/** Which storage classes need it in a column; texts that begin like a mark always do. */
export interface Marks {
  readonly text: boolean
  readonly integer: boolean
  readonly real: boolean
  /** Numbers that are not finite: only a column of reals reads their words. */
  readonly infinite: boolean
  readonly blob: boolean
}

/** By the column's type and the affinity of its declaration (https://www.sqlite.org/datatype3.html). */
export const marksOf = (type: DataType, declared: string): Marks => ({
  text: type.kind === 'binary' || type.kind === 'boolean' || type.kind === 'float',
  // Written with the column's scale, a long one would come back as a real.
  integer: hasNoAffinity(declared) || type.kind === 'decimal',
  real: hasNoAffinity(declared),
  infinite: type.kind !== 'float',
  // What an undeclared column is taken for comes from some of its rows.
  blob: type.kind !== 'binary' || declared.trim() === '',
})

const hasNoAffinity = (declared: string): boolean =>
  declared.trim() === '' || (/blob/i.test(declared) && !/int|char|clob|text/i.test(declared))

/** A field of a line where it needs a mark; `usual` otherwise. */
export function markSql(
  c: string,
  marks: Marks,
  usual: string,
  text: string,
  real: string,
): string {
  const marked = (letter: string, value: string) => `char(1) || '${letter}' || ${value}`
  const cases = [
    [
      `typeof(${c}) = 'text' AND ${marks.text ? '1' : `substr(${c}, 1, 1) = char(1)`}`,
      marked('t', `(${text})`),
    ],
    marks.integer && [`typeof(${c}) = 'integer'`, marked('i', c)],
    marks.real
      ? [`typeof(${c}) = 'real'`, marked('r', `(${real})`)]
      : marks.infinite && [
          `typeof(${c}) = 'real' AND abs(${c}) > 1.7976931348623157e308`,
          marked('r', `(${real})`),
        ],
    marks.blob && [`typeof(${c}) = 'blob'`, marked('b', `hex(${c})`)],
  ]
  const whens = cases.flatMap((it) => (it ? [`WHEN ${it[0]} THEN ${it[1]}`] : []))
  return `CASE ${whens.join(' ')} ELSE ${usual} END`
}

/** What is stored for a field: the marked value itself, or what the column's type makes of it. */
export const unmarkSql = (v: string, usual: string): string =>
  `CASE WHEN substr(${v}, 1, 1) = char(1) THEN CASE substr(${v}, 2, 1) WHEN 't' THEN substr(${v}, 3)
     WHEN 'i' THEN CAST(substr(${v}, 3) AS INTEGER)
     WHEN 'r' THEN CASE substr(${v}, 3) WHEN 'Infinity' THEN 9e999 WHEN '-Infinity' THEN -9e999
       ELSE CAST(substr(${v}, 3) AS REAL) END
     ELSE unhex(substr(${v}, 3)) END ELSE ${usual} END`
