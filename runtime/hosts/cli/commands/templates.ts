import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { outputOption } from '../options.ts'
import type { OutputFormat } from '../output.ts'
import { printLine, printRows } from '../output.ts'
import { findTemplate, listTemplates } from '../template-folder.ts'

export const templatesCommand = (program: Command): Command =>
  program
    .command('templates')
    .description('list the migration recipes, or show one')
    .argument('[name]', 'a template')
    .addOption(outputOption())
    .addHelpText(
      'after',
      '\nExamples:\n  migrateiq templates\n  migrateiq templates messy-customers\n  migrateiq init my-migration --template messy-customers',
    )
    .action(async (name: string | undefined, { output }: { output: OutputFormat }) => {
      if (name === undefined)
        return printRows(await listTemplates(), output, ['name', 'title', 'description'])
      printLine(await readFile(join(await findTemplate(name), 'README.md'), 'utf8'))
    })
