import { startHost } from './load.ts'

// Node has it from 21 on. Where it is missing, the driver of PostgreSQL makes a Response to find out
// where it runs, which loads all of fetch.
if (!('navigator' in globalThis))
  Object.assign(globalThis, { navigator: { userAgent: `Node.js/${process.versions.node}` } })

// Of all that a run loads Node-RED takes longest: its thread begins before the command line does.
const [, , command, ...rest] = process.argv
if (command === 'run' && !rest.some((flag) => flag === '--help' || flag === '-h')) void startHost()

await import('./main.ts')
