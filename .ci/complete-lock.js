// npm leaves binaries of other platforms out of the lock file when it cannot see them at the moment
// (npm/cli#4828, or a registry mirror that lacks them), and `npm ci` then refuses to install anything.
// Run after `npm install`: `node .ci/complete-lock.js`; e2e/lockfile.test.ts says when it is needed.
import { readFileSync, writeFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const { packages } = lock

const seenFrom = (path, name) => {
  for (let folder = path; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (packages[`${folder}/node_modules/${name}`]) return true
    if (!folder.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined
  }
}

/** What the package's own manifest says of its platform, read from its name. */
function platformOf(name) {
  const [, os, cpu, libc] = name.match(/(\w+)-(\w+)(?:-(musl|gnu|glibc|msvc))?$/) ?? []
  if (!/^(?:android|darwin|linux|win32|freebsd)$/.test(os)) return null
  const linuxLibc = os === 'linux' && libc ? { libc: [libc === 'musl' ? 'musl' : 'glibc'] } : {}
  return { cpu: [cpu], ...linuxLibc, optional: true, os: [os] }
}

for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  if (path === '') continue
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const platform = platformOf(name)
    if (seenFrom(path, name) || !platform || !/^\d+\.\d+\.\d+[\w.-]*$/.test(version)) continue
    const beside = `${path.slice(0, path.lastIndexOf('node_modules/'))}node_modules/${name}`
    packages[beside] = { version, ...(dev && { dev }), ...platform }
    console.log(`added ${beside} ${version}`)
  }
}

const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries(sorted)
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
