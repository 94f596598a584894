// Builds the page in memory and prints what went into each chunk, for bundle.test.ts. A process of
// its own, because the configuration of the build differs under vitest.
import { gzipSync } from 'node:zlib'
import { createBuilder } from 'vite'

const builder = await createBuilder({
  configFile: new URL('../../vite.config.ts', import.meta.url).pathname,
  logLevel: 'error',
  environments: { client: { build: { write: false } } },
})
const output = await builder.build(builder.environments.client)
const files = (Array.isArray(output) ? output : [output]).flatMap((it) => it.output)
const sizeOf = (content) => gzipSync(content, { level: 9 }).length

console.log(
  JSON.stringify(
    files.map((file) =>
      file.type === 'chunk'
        ? {
            name: file.fileName,
            gzip: sizeOf(file.code),
            isEntry: file.isEntry,
            entry: file.facadeModuleId,
            modules: file.moduleIds,
            imports: file.imports,
            css: [...(file.viteMetadata?.importedCss ?? [])],
          }
        : { name: file.fileName, gzip: sizeOf(file.source), modules: [], imports: [], css: [] },
    ),
  ),
)
