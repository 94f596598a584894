import { functionAliases } from '../../nodes/kit/function-aliases.ts'
import type { FunctionDefinition, FunctionGroup } from '../../nodes/kit/functions/index.ts'
import { functionCatalogue, signaturesOf } from '../../nodes/kit/functions/index.ts'
import { infixSymbols, postfixTests } from '../../nodes/kit/operators.ts'
import { english } from '../../runtime/hosts/cli/english.ts'
import { code, table } from './markdown.ts'

const titles: Readonly<Record<FunctionGroup, string>> = {
  operator: 'Operators',
  logic: 'Choice and NULL',
  text: 'Text',
  number: 'Numbers',
  'date-time': 'Dates and times',
  regex: 'Regular expressions',
  hash: 'Hashes and identifiers',
  json: 'JSON',
  list: 'Lists and structures',
  convert: 'Conversions',
  aggregate: 'Aggregates',
}

/** One table per group of functions, in the order of the catalogue. */
export function functionTables(): string {
  const definitions = [...functionCatalogue.values()]
  const groups = [...new Set(definitions.map((d) => d.group))]
  const aliases = [...functionAliases].map(([alias, name]) => `${code(alias)} for ${code(name)}`)
  const sections = groups.map((group) => {
    const rows = definitions.filter((d) => d.group === group).map(row)
    return `### ${titles[group]}\n\n${table(['Function', 'What it gives', 'Example'], rows)}`
  })
  const count = definitions.filter((d) => d.group !== 'operator').length
  return [
    `${count} functions and the operators. Parameters with \`?\` may be left out, \`...\` stands for any number more.`,
    ...sections,
    `### Other names\n\nPeople know some functions by other names; these are read too: ${aliases.join(', ')}.`,
  ].join('\n\n')
}

const row = (definition: FunctionDefinition): string[] => [
  callsOf(definition).map(code).join('<br>'),
  english(definition.summary) + (definition.deterministic ? '' : ' Differs from run to run.'),
  definition.examples.map(exampleText).join('<br>'),
]

function callsOf(definition: FunctionDefinition): string[] {
  const { name } = definition
  const infix = infixSymbols.get(name)
  if (infix) return [`a ${infix.symbol} b`]
  const postfix = postfixTests.get(name)
  if (postfix) return [`a ${postfix}`]
  return operatorForms[name] ?? signaturesOf(definition)
}

/** Operators that are neither between two operands nor after one. */
const operatorForms: Readonly<Record<string, string[]>> = {
  not: ['not a'],
  negate: ['-a'],
  in: ['a in (b, c)'],
  between: ['a between b and c'],
  like: ["a like 'x%'"],
  ilike: ["a ilike 'x%'"],
  is_distinct_from: ['a is distinct from b'],
  is_not_distinct_from: ['a is not distinct from b'],
}

function exampleText({ expression, result }: FunctionDefinition['examples'][number]): string {
  if (result === undefined) return code(expression)
  const shown = result === null ? 'NULL' : result === '' ? 'an empty text' : code(result)
  return `${code(expression)} → ${shown}`
}
