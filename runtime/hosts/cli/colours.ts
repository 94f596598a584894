import pc from 'picocolors'

/** Colours only where a person looks: each stream by itself, so that a piped one stays plain. */
export function wantsColour(
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv,
  argv: readonly string[],
): boolean {
  if (env.NO_COLOR || argv.includes('--no-color')) return false
  return Boolean(env.FORCE_COLOR) || (stream.isTTY === true && env.TERM !== 'dumb')
}

const coloursFor = (stream: NodeJS.WriteStream) =>
  pc.createColors(wantsColour(stream, process.env, process.argv))

/** For results, on stdout. */
export const out = coloursFor(process.stdout)
/** For everything said beside them, on stderr. */
export const err = coloursFor(process.stderr)
