import { startHost } from './load.ts'

// Of all that a run loads Node-RED takes longest: its thread begins before the command line does.
const [, , command, ...rest] = process.argv
if (command === 'run' && !rest.some((flag) => flag === '--help' || flag === '-h')) void startHost()

await import('./main.ts')
