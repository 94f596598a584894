import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkExpression } from '../../../nodes/kit/check-expression.ts'
import { text } from '../../../nodes/kit/data-type.ts'
import { column } from '../../../nodes/kit/schema.ts'
import { duckdb } from '../../sql/dialect.ts'
import { printExpression } from '../../sql/print-expression.ts'
import { below, seededRandom } from '../random.ts'
import { joinByTransformation } from './join/join-tables.ts'
import { learnTransformation } from './learn.ts'
import { suggestForTable } from './profile/suggest-table.ts'

/** Inputs and what is wanted; the first rows are the examples. */
interface Lesson {
  readonly name: string
  readonly rows: readonly (readonly string[])[]
  readonly examples: number
}

const lessons: readonly Lesson[] = [
  {
    name: 'family name, given name to user name',
    examples: 2,
    rows: [
      ['Doe, Jane', 'jdoe'],
      ['Kern, Eva', 'ekern'],
      ['Ruiz, Ana', 'aruiz'],
    ],
  },
  {
    name: 'two columns to initials and name',
    examples: 2,
    rows: [
      ['jane', 'doe', 'J. Doe'],
      ['eva', 'kern', 'E. Kern'],
      ['ana', 'ruiz', 'A. Ruiz'],
    ],
  },
  {
    name: 'day.month.year to ISO',
    examples: 1,
    rows: [
      ['31.01.2024', '2024-01-31'],
      ['02.12.2023', '2023-12-02'],
      ['15.06.1999', '1999-06-15'],
    ],
  },
  {
    name: 'two date formats to one',
    examples: 2,
    rows: [
      ['2023-05-17', '17 May 2023'],
      ['01/30/2021', '30 Jan 2021'],
      ['2020-02-29', '29 Feb 2020'],
      ['12/25/1998', '25 Dec 1998'],
    ],
  },
  {
    name: 'the hour before',
    examples: 2,
    rows: [
      ['2024-03-01 00:30:00', '2024-02-29 23:30:00'],
      ['2024-05-05 12:00:09', '2024-05-05 11:00:09'],
      ['2023-01-01 00:00:00', '2022-12-31 23:00:00'],
    ],
  },
  {
    name: 'telephone numbers regrouped',
    examples: 2,
    rows: [
      ['(030) 123-4567', '030.123.4567'],
      ['040 987-6543', '040.987.6543'],
      ['(089) 555-1212', '089.555.1212'],
    ],
  },
  {
    name: 'thousands separated',
    examples: 2,
    rows: [
      ['1234567.5', '1,234,567.50'],
      ['999.25', '999.25'],
      ['45000', '45,000.00'],
    ],
  },
  {
    name: 'kilometres to miles, six digits',
    examples: 2,
    rows: [
      ['42 km', '26.0976 mile'],
      ['5 km', '3.10686 mile'],
      ['1200 km', '745.645 mile'],
    ],
  },
  {
    name: 'Celsius to Fahrenheit',
    examples: 2,
    rows: [
      ['21', '69.8'],
      ['-5', '23'],
      ['36.6', '97.88'],
    ],
  },
  {
    name: 'leading zeros',
    examples: 2,
    rows: [
      ['7', '00007'],
      ['123', '00123'],
      ['99999', '99999'],
    ],
  },
  {
    name: 'acronym',
    examples: 2,
    rows: [
      ['Portable Network Graphics', 'PNG'],
      ['Comma Separated Values', 'CSV'],
      ['Hyper Text Markup Language', 'HTML'],
    ],
  },
  {
    name: 'member of a JSON document',
    examples: 2,
    rows: [
      ['{"id": 5, "name": "Ann"}', 'Ann'],
      ['{"id": 61, "name": "Bo"}', 'Bo'],
      ['{"id": 7, "name": "Cy"}', 'Cy'],
    ],
  },
  {
    name: 'snake to camel case',
    examples: 2,
    rows: [
      ['first_name', 'firstName'],
      ['date_of_birth', 'dateOfBirth'],
      ['zip', 'zip'],
      ['a_long_column_name', 'aLongColumnName'],
    ],
  },
  {
    name: 'state codes',
    examples: 2,
    rows: [
      ['TX', 'Texas'],
      ['NY', 'New York'],
      ['WY', 'Wyoming'],
    ],
  },
  {
    name: 'countries',
    examples: 2,
    rows: [
      ['DE', 'Germany'],
      ['FR', 'France'],
      ['JP', 'Japan'],
    ],
  },
  {
    name: 'name of the month',
    examples: 2,
    rows: [
      ['3', 'March'],
      ['11', 'November'],
      ['8', 'August'],
    ],
  },
  {
    name: 'by the form of the input',
    examples: 2,
    rows: [
      ['ann@example.org', 'ann'],
      ['no address', 'unknown'],
      ['bob@example.com', 'bob'],
      ['none', 'unknown'],
    ],
  },
  {
    name: 'without accents, in capitals',
    examples: 1,
    rows: [
      ['Müller', 'MULLER'],
      ['Lefèvre', 'LEFEVRE'],
      ['Núñez', 'NUNEZ'],
    ],
  },
]

const learn = ({ rows, examples }: Lesson, more: readonly string[][] = []) => {
  const columns = (rows[0] ?? []).slice(1).map((_, i) => `in ${i + 1}`)
  const given = rows.map((row) => ({ inputs: row.slice(0, -1), output: row.at(-1) ?? '' }))
  const rest = [...given.slice(examples).map((e) => e.inputs), ...more]
  return {
    columns,
    rest,
    learned: learnTransformation(given.slice(0, examples), rest, { columns }),
  }
}

let query: (sql: string) => Promise<unknown[][]>
beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`SET TimeZone = 'UTC'`)
  query = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson()
})

const quote = (value: string) => `'${value.replaceAll("'", "''")}'`

describe('learnTransformation', () => {
  test.each(lessons)('$name', (lesson) => {
    const { learned } = learn(lesson)
    const wanted = lesson.rows.slice(lesson.examples).map((row) => row.at(-1))
    expect(learned.candidates[0]?.outputs, learned.candidates[0]?.text).toEqual(wanted)
  })

  test.each(lessons)('the engine gives what was searched with: $name', async (lesson) => {
    const { columns, rest, learned } = learn(lesson, disturbed(lesson))
    expect(learned.candidates.length).toBeGreaterThan(0)
    const schema = columns.map((name) => column(name, text))
    const table = `(VALUES ${rest.map((row, i) => `(${i}, ${row.map(quote).join(', ')})`).join(', ')}) AS t(i, ${columns.map((c) => `"${c}"`).join(', ')})`
    for (const { text: source, outputs } of learned.candidates) {
      const { expression, issues } = checkExpression(source, schema, [])
      expect(issues, source).toEqual([])
      if (!expression) continue
      const sql = printExpression(expression, duckdb)
      const rows = await query(`SELECT ${sql} FROM ${table} ORDER BY i`)
      expect(
        rows.map(([value]) => value),
        source,
      ).toEqual(outputs)
    }
  })

  test('equal examples give equal candidates', () => {
    const [lesson] = lessons as [Lesson]
    expect(learn(lesson).learned).toEqual(learn(lesson).learned)
  })

  test('names the rows on which candidates differ', () => {
    const { learned } = learn({
      name: '',
      examples: 1,
      rows: [
        ['1.2', '2'],
        ['3.4.5', ''],
      ],
    })
    expect(new Set(learned.candidates.slice(0, 3).map((c) => c.outputs[0])).size).toBeGreaterThan(1)
    expect(learned.undecided).toEqual([0])
  })

  test('abstains where nothing fits', () => {
    const rows = [
      ['a', 'quite another text'],
      ['b', '7'],
      ['c', '#!'],
    ]
    expect(learn({ name: '', examples: 3, rows }).learned.candidates).toEqual([])
    expect(learnTransformation([], [['x']], { columns: ['a'] }).candidates).toEqual([])
    const empty = learnTransformation([{ inputs: [null], output: 'x' }], [[null]], {
      columns: ['a'],
    })
    expect(empty.candidates).toEqual([])
  })
})

/** Inputs like a lesson's, with characters left out, doubled or exchanged. */
function disturbed({ rows }: Lesson): string[][] {
  const random = seededRandom(7)
  const pool = Array.from(`${rows.flat().join('')} -.,'éß🙂\u0301`)
  return Array.from({ length: 40 }, (_, i) => {
    const row = (rows[i % rows.length] ?? []).slice(0, -1)
    return row.map((value) => {
      const signs = Array.from(value)
      const at = below(random, signs.length + 1)
      const sign = pool[below(random, pool.length)] ?? ''
      signs.splice(at, below(random, 3), ...(below(random, 2) ? [sign] : [sign, sign]))
      return signs.join('')
    })
  })
}

describe('suggestForTable', () => {
  const suggest = async (values: readonly (string | null)[]) =>
    suggestForTable({ name: 't', rows: values.length, columns: [{ name: 'c', values }] })
  const kinds = async (values: readonly (string | null)[]) =>
    (await suggest(values)).map((s) => s.kind)

  test.each([
    ['constant', ['x', 'x', null, 'x']],
    ['missing-markers', ['a', 'N/A', 'b', 'n/a', 'c']],
    ['white-space', ['a ', 'b', 'c']],
    ['dates', ['31.01.2024', '2024-02-28', '01.12.2020']],
    ['numbers', ['1,234.50 USD', '99.00 USD', '5.00 USD']],
    ['layout', ['030-1234', '0301235', '040-9999']],
    ['case', ['red', 'Red', 'blue', 'red', 'blue']],
    ['clusters', ['Smith, Anna', 'Anna Smith', 'Anna Smith', 'Bob Lee', 'Bob Lee', 'Bob Lee']],
    ['split', ['Berlin, DE', 'Paris, FR', 'Rome, IT', 'Oslo, NO']],
  ])('%s', async (kind, values) => {
    expect(await kinds(values)).toContain(kind)
  })

  test('states what changes', async () => {
    const [found] = await suggest([
      '31.01.2024',
      '2024-02-28',
      'soon',
      ...Array(20).fill('01.12.2020'),
    ])
    expect(found?.expressions).toEqual([
      { column: 'c', expression: `parse_date(c, '%d.%m.%Y', '%Y-%m-%d')` },
    ])
    expect(found).toMatchObject({
      lost: 1,
      samples: [{ before: '01.12.2020', after: '2020-12-01' }, {}, {}],
    })
  })

  test('has nothing to say about clean, empty and missing values', async () => {
    expect(await kinds(['anna', 'bernd', 'chris'])).toEqual([])
    expect(await kinds([])).toEqual([])
    expect(await kinds([null, null])).toEqual([])
    expect(await kinds(['', ''])).toEqual(['constant'])
    expect(await kinds(['00123', '00456', '09999'])).toEqual([])
  })
})

test('joinByTransformation finds the expression that makes a key', () => {
  const people = ['Doe Jane', 'Kern Eva', 'Ruiz Ana', 'Lang Tom', 'Berg Ida', 'Wolf Max']
  const source = {
    name: 's',
    rows: 6,
    columns: [{ name: 'who', values: people.map((p) => p.replace(' ', ', ')) }],
  }
  const target = {
    name: 't',
    rows: 6,
    columns: [{ name: 'person', values: people.map((p) => p.split(' ').reverse().join(' ')) }],
  }
  const { pairs, transformation } = joinByTransformation(source, target)
  expect(pairs.map((p) => [p.source, p.target])).toEqual(people.map((_, i) => [i, i]))
  expect(transformation?.coverage).toBe(1)
})
