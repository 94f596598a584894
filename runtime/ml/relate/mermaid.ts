import type { Relations } from './relate.ts'

/** Accepted foreign keys and the columns that take part in keys, as a Mermaid entity diagram. */
export function toMermaid({ tables, foreignKeys }: Relations): string {
  const accepted = foreignKeys.filter((key) => key.accepted)
  const lines = ['erDiagram']
  for (const { name, columns, mainKey } of tables) {
    const pointing = new Set(
      accepted.filter((k) => k.from.table === name).map((k) => k.from.column),
    )
    const told = columns.flatMap((column) => {
      const marks = [column === mainKey ? 'PK' : '', pointing.has(column) ? 'FK' : '']
      const mark = marks.filter(Boolean).join(', ')
      return mark ? [`    column ${word(column)} ${mark}`] : []
    })
    // An entity without columns is written without braces.
    if (told.length === 0) lines.push(`  ${quoted(name)}`)
    else lines.push(`  ${quoted(name)} {`, ...told, '  }')
  }
  for (const { from, to, evidence } of accepted) {
    const many = evidence.cardinality === 'one to one' ? 'o|' : 'o{'
    const line = `${quoted(to.table)} ||--${many} ${quoted(from.table)}`
    lines.push(`  ${line} : ${quoted(from.column)}`)
  }
  return `${lines.join('\n')}\n`
}

const quoted = (text: string) => `"${text.replace(/["\r\n]/g, '’')}"`

/** Attribute names have no blanks or quotes and begin with a letter. */
function word(text: string): string {
  const plain = text.replace(/[^\p{L}\p{N}_]+/gu, '_')
  return /^\p{L}/u.test(plain) ? plain : `c_${plain}`
}
