import { expect, test } from 'vitest'
import { formatLabels, labelLines, readLabels } from './label-file.ts'
import { tableOf } from './testing/dirty-table.ts'

const table = tableOf(
  ['name', 'said, "here"'],
  [
    ['Ann', 'a\nb'],
    ['Bo', 'x,y'],
    ['Cy', ''],
  ],
)
const asked = formatLabels(labelLines(table, [1, 0]))
const fill = (answers: readonly string[]) => {
  let i = 0
  return asked.replace(/,(?=\n\d|$)/g, () => `,${answers[i++]}`)
}

test('a filled-in file is read back', () => {
  const { labels, unanswered } = readLabels(fill(['no', 'YES', '', '']), table)
  expect(labels).toEqual([{ row: 1, dirty: [false, true] }])
  expect(unanswered).toBe(1)
})

test('cells without an answer are clean where the row has one', () => {
  expect(readLabels(fill(['x', '', 'no', '']), table).labels).toEqual([
    { row: 1, dirty: [true, false] },
    { row: 0, dirty: [false, false] },
  ])
})

test('JSON and the semicolons of a spreadsheet', () => {
  const lines = labelLines(table, [2]).map((line) => ({ ...line, dirty: line.column === 2 }))
  const expected = [{ row: 2, dirty: [false, true] }]
  expect(readLabels(JSON.stringify(lines), table).labels).toEqual(expected)
  const sheet = 'row;column;name;value;dirty\r\n3;1;name;Cy;0\r\n3;2;x;;1\r\n'
  expect(readLabels(sheet, table).labels).toEqual(expected)
})

test.each([
  ['row,column,name,value,dirty\n2,1,name,Ann,yes', 'do not fit the data'],
  ['row,column,name,value,dirty\n9,1,name,Bo,yes', 'do not fit the data'],
  ['row,column,name,value,dirty\n2,1,name,Bo,perhaps', 'neither yes nor no'],
  ['a,b\n1,2', 'cannot be read at line 2'],
  ['[{"row": 1', 'cannot be read at line 1'],
])('%j is refused', (text, message) => {
  expect(() => readLabels(text, table)).toThrow(message)
})
