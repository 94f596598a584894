import type { Config } from './config.ts'
import { configSchema, settingOf } from './config.ts'
import { formatBytes } from './config-types.ts'

const keys = Object.keys(configSchema.shape) as (keyof Config)[]
const sizes: ReadonlySet<keyof Config> = new Set(['memoryLimit', 'uploadLimit', 'requestLimit'])

/** `docs/configuration.md`, from the schema; a test holds the file to it. */
export function configurationPage(): string {
  const rows = keys.map((key) => {
    const { env, flag, description, secret } = settingOf(key)
    const names = secret ? `\`${env}\`<br>\`${env}_FILE\`` : `\`${env}\``
    return [names, flag ? `\`--${flag}\`` : '–', code(defaultOf(key)), description]
  })
  return `# Configuration

The server reads its settings from flags of \`migrateiq serve\`, then from the environment, then
takes the default. A variable that ends in \`_FILE\` names a file that holds the value, for secrets
that a container platform mounts. \`.env.example\` in the repository lists the same variables.

${table(['Variable', 'Flag', 'Default', 'Meaning'], rows)}

Sizes are bytes, or a number with \`KB\`, \`MB\` or \`GB\` (powers of 1024).

This page is printed from \`server/config.ts\` by \`npx vitest run server/config.test.ts -u\`.
`
}

/** `.env.example`, from the schema. Every line is a comment: copied as it is, it changes nothing. */
export function envExample(): string {
  const entries = keys.map((key) => {
    const { env, description, example } = settingOf(key)
    return `# ${description}\n# ${env}=${defaultOf(key) || (example ?? '')}`
  })
  return `# Settings of the server, as environment variables; see docs/configuration.md.\n\n${entries.join('\n\n')}\n`
}

export function defaultOf(key: keyof Config): string {
  if (key === 'dataDir') return './data'
  const value = configSchema.shape[key].safeParse(undefined).data
  if (typeof value === 'number' && sizes.has(key)) return formatBytes(value)
  return value === undefined || Array.isArray(value) ? '' : String(value)
}

/** In the shape the formatter gives to tables. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, at) =>
    Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)),
  )
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((it) => '-'.repeat(it))), ...rows.map(line)].join('\n')
}

const code = (text: string) => (text === '' ? '–' : `\`${text}\``)
