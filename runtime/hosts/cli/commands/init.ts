import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { MigrateError } from '../../../error.ts'
import { schemaVersion } from '../../../pipeline/schema.ts'
import { note, printLine } from '../output.ts'
import { findTemplate } from '../template-folder.ts'

export const initCommand = (program: Command): Command =>
  program
    .command('init')
    .description('start a new pipeline in a folder, empty or from a template')
    .argument('<folder>', 'a new or empty folder')
    .option('-t, --template <name>', 'start from this template, sample data included')
    .addHelpText(
      'after',
      '\nExamples:\n  migrateiq init my-migration\n  migrateiq init my-migration --template messy-customers',
    )
    .action(async (folder: string, { template }: { template?: string }) => {
      const target = resolve(folder)
      if (existsSync(target) && (await readdir(target)).length > 0)
        throw new MigrateError('INVALID_USAGE', `The folder ${folder} is not empty.`, {
          hint: 'Choose another folder; nothing was written.',
        })
      await mkdir(target, { recursive: true })
      if (template) await cp(await findTemplate(template), target, { recursive: true })
      else await writeFile(join(target, 'pipeline.json'), `${JSON.stringify(empty, null, 2)}\n`)
      const file = join(relative(process.cwd(), target) || '.', 'pipeline.json')
      printLine(file)
      note(template ? `Run it: migrateiq run ${file}` : 'Draw it: migrateiq serve')
    })

const empty = { schemaVersion, name: 'New pipeline', nodes: [], edges: [] }
