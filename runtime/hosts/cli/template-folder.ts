import { existsSync, readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { didYouMean } from '../../../nodes/kit/did-you-mean.ts'
import { MigrateError } from '../../error.ts'

/** In the package's folder, whether this module runs from its sources or built. */
const templatesFolder = join(packageFolder(), 'templates')

export interface TemplateInfo {
  readonly name: string
  readonly title: string
  readonly description: string
}

export async function listTemplates(): Promise<TemplateInfo[]> {
  const entries = await readdir(templatesFolder, { withFileTypes: true })
  const names = entries
    .filter((e) => e.isDirectory() && existsSync(join(templatesFolder, e.name, 'pipeline.json')))
    .map((e) => e.name)
    .sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(templatesFolder, name, 'pipeline.json'), 'utf8')
      const document = JSON.parse(text) as { name: string; description?: string }
      return { name, title: document.name, description: document.description ?? '' }
    }),
  )
}

export async function findTemplate(name: string): Promise<string> {
  const known = (await listTemplates()).map((t) => t.name)
  if (known.includes(name)) return join(templatesFolder, name)
  const guess = didYouMean(name, known)
  throw new MigrateError('INVALID_USAGE', `There is no template “${name}”.`, {
    hint: guess ? `Did you mean “${guess}”?` : `There are: ${known.join(', ')}.`,
  })
}

function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!isPackage(join(folder, 'package.json')) && folder !== dirname(folder))
    folder = dirname(folder)
  return folder
}

function isPackage(file: string): boolean {
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'migrateiq'
}
