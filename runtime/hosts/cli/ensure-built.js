import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const LOCK = join(ROOT, 'node_modules/.cache/migrateiq-build')
const CONFIG = ['vite.config.ts', 'package.json', '.config/lingui-macro.ts', 'lingui.config.ts']
const NEVER_BUILT = /\.test\.tsx?$|~$|^\./
const TEMPLATE_FILE = /^(?:pipeline\.json|README\.md)$/

/** Builds `dist` unless it is newer than every source; two at once build once. False: the build failed. */
export async function ensureBuilt() {
  if (isFresh()) return true
  const unlock = await lock()
  try {
    return isFresh() || (await build())
  } finally {
    unlock()
  }
}

function isFresh() {
  // An installed package has no sources to be stale against.
  if (!statSync(join(ROOT, 'vite.config.ts'), { throwIfNoEntry: false })) return true
  let builtAt = 0
  try {
    builtAt = Date.parse(JSON.parse(readFileSync(join(ROOT, 'dist/built.json'), 'utf8')).startedAt)
    statSync(join(ROOT, 'dist/node/cli.js'))
    statSync(join(ROOT, 'dist/builder/index.html'))
  } catch {
    return false
  }
  return (
    CONFIG.every((file) => statSync(join(ROOT, file)).mtimeMs < builtAt) &&
    ['builder', 'nodes', 'runtime', 'server'].every((it) => isOlder(join(ROOT, it), builtAt)) &&
    isOlder(join(ROOT, 'templates'), builtAt, TEMPLATE_FILE)
  )
}

function isOlder(folder, builtAt, only) {
  // A deleted or renamed file shows in its folder's time alone. Template folders hold results too.
  if (!only && statSync(folder).mtimeMs >= builtAt) return false
  return readdirSync(folder, { withFileTypes: true }).every((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isOlder(path, builtAt, only)
    if (NEVER_BUILT.test(entry.name) || (only && !only.test(entry.name))) return true
    return statSync(path).mtimeMs < builtAt
  })
}

/** Resolves when this process holds the lock; a lock whose holder is gone is taken over. */
async function lock() {
  for (;;) {
    try {
      mkdirSync(LOCK, { recursive: false })
      writeFileSync(join(LOCK, 'pid'), String(process.pid))
      return () => rmSync(LOCK, { recursive: true, force: true })
    } catch (error) {
      if (error.code === 'ENOENT') mkdirSync(join(LOCK, '..'), { recursive: true })
      else if (error.code !== 'EEXIST') throw error
      else if (isAbandoned()) rmSync(LOCK, { recursive: true, force: true })
      else await wait(100)
    }
  }
}

function isAbandoned() {
  let holder = 0
  try {
    holder = Number(readFileSync(join(LOCK, 'pid'), 'utf8'))
  } catch {}
  if (holder > 0) {
    try {
      process.kill(holder, 0)
      return false
    } catch {
      return true
    }
  }
  // Between making the folder and writing the number into it.
  const made = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs
  return made !== undefined && Date.now() - made > 5000
}

async function build() {
  const started = Date.now()
  process.stderr.write('Building MigrateIQ (once, until its sources change) …\n')
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  if (!statSync(vite, { throwIfNoEntry: false })) {
    process.stderr.write('The build needs the development packages: run `npm ci` in the project.\n')
    process.exitCode = 70
    return false
  }
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [vite, 'build', '--app'], { cwd: ROOT, env, stdio: 'pipe' })
  const log = []
  child.stdout.on('data', (chunk) => log.push(chunk))
  child.stderr.on('data', (chunk) => log.push(chunk))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code === 0) {
    process.stderr.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`)
    return true
  }
  process.stderr.write(Buffer.concat(log))
  process.stderr.write('The build failed; its log is above.\n')
  process.exitCode = 70
  return false
}
