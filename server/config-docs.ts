import type { Config } from './config.ts'
import { configSchema, settingOf } from './config.ts'
import { formatBytes } from './config-types.ts'

const keys = Object.keys(configSchema.shape) as (keyof Config)[]
const sizes: ReadonlySet<keyof Config> = new Set(['memoryLimit', 'uploadLimit', 'requestLimit'])

/** `docs/configuration.md`, from the schema; a test holds the file to it. */
export function configurationPage(): string {
  const rows = keys.map((key) => {
    const { env, flag, description, secret } = settingOf(key)
    const names = [`\`${env}\``, secret ? `\`${env}_FILE\`` : ''].filter(Boolean).join('<br>')
    return `| ${names} | ${flag ? `\`--${flag}\`` : '–'} | ${code(defaultOf(key))} | ${description} |`
  })
  return `# Configuration

The server reads its settings from flags of \`migrateiq serve\`, then from the environment, then
takes the default. A variable that ends in \`_FILE\` names a file that holds the value, for secrets
that a container platform mounts. \`.env.example\` in the repository lists the same variables.

| Variable | Flag | Default | Meaning |
| --- | --- | --- | --- |
${rows.join('\n')}

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

const code = (text: string) => (text === '' ? '–' : `\`${text}\``)
