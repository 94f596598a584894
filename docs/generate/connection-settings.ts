import { z } from 'zod'
import { connectors } from '../../runtime/connectors/registry.ts'
import type { ConfigShape } from '../../runtime/hosts/cli/describe-node.ts'
import { english } from '../../runtime/hosts/cli/english.ts'
import { code, table } from './markdown.ts'

/** The settings of every system, from the connectors' own schemas. */
export const connectionSettings = (): string =>
  [...connectors.values()]
    .filter(({ schemes }) => schemes.length > 0)
    .map(({ system, title, schemes, settings }) => {
      const shape = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as ConfigShape
      const names = schemes.map(code).join(', ')
      return `### ${title}\n\n\`"system": "${system}"\`; URLs begin with ${names}.\n\n${settingTable(shape)}`
    })
    .join('\n\n')

function settingTable({ properties = {}, required = [] }: ConfigShape): string {
  const rows = Object.entries(properties).map(
    ([name, { type, enum: values, default: fallback, field }]) => [
      code(name),
      values
        ? values.map((v) => code(String(v))).join(', ')
        : type === 'string'
          ? 'text'
          : (type ?? ''),
      required.includes(name) ? 'required' : fallback === undefined ? '' : code(String(fallback)),
      [
        field && english(field.title),
        field?.help && english(field.help),
        field?.secret && 'Secret.',
      ]
        .filter(Boolean)
        .join('. ')
        .replace(/\.\.$/, '.'),
    ],
  )
  return table(['Setting', 'Type', 'Default', 'Meaning'], rows)
}
