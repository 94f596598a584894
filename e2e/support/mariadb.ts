import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Running } from './process.ts'
import { freePort, startServer } from './process.ts'

/** Starts the system's MariaDB in a folder of its own that `stop` removes. */
export async function startMariadb(
  binary: string,
  flags: readonly string[] = [],
): Promise<Running & { url: string }> {
  const home = mkdtempSync(join(tmpdir(), 'migrateiq-mariadb-'))
  try {
    const data = join(home, 'data')
    const base = ['--no-defaults', `--datadir=${data}`, `--user=${userInfo().username}`]
    const install = [...base, '--auth-root-authentication-method=normal', '--skip-test-db']
    // Any server that starts removes what it takes for leftovers in the common temporary folder.
    const tmp = join(home, 'tmp')
    mkdirSync(tmp)
    const env = { ...process.env, TMPDIR: tmp }
    execFileSync('mariadb-install-db', install, { stdio: 'pipe', env })

    const port = await freePort()
    const server = await startServer(
      binary,
      [
        ...base,
        `--tmpdir=${tmp}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        `--socket=${join(home, 'socket')}`,
        `--pid-file=${join(home, 'pid')}`,
        '--local-infile=1',
        '--character-set-server=utf8mb4',
        '--skip-name-resolve',
        '--innodb-flush-log-at-trx-commit=0',
        ...flags,
      ],
      { home, ready: 'ready for connections', stop: 'SIGTERM' },
    )
    return {
      ...server,
      url: `mysql://root@127.0.0.1:${port}/mysql`,
    }
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}
