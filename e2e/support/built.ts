import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/**
 * Builds `dist` where it is older than its sources: worker processes run what is built.
 * In a process of its own, because the configuration of the build differs under vitest.
 * `MIGRATEIQ_TEST_BUILT=1` says that somebody else sees to it.
 */
export function requireBuilt(): void {
  if (process.env.MIGRATEIQ_TEST_BUILT === '1') return
  const { VITEST: _, NODE_ENV: __, ...env } = process.env
  const module = JSON.stringify(join(root, 'runtime/hosts/cli/ensure-built.js'))
  const script = `import(${module}).then((it) => it.ensureBuilt()).then((ok) => process.exit(ok ? 0 : 1))`
  execFileSync(process.execPath, ['-e', script], {
    cwd: root,
    env,
    stdio: 'pipe',
    timeout: 300_000,
  })
}
