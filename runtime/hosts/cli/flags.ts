/** What hints of the engine, which any host may show, ask for; and the flag that does it. */
const flags: readonly (readonly [RegExp, string])[] = [
  [/\bresume the run\b/i, '--resume'],
  [/\brun it anew\b/i, 'without --resume'],
  [/\bto append, replace or merge\b/i, '--existing'],
  [/\bmigrate the schema as well\b/i, 'without --data-only'],
]

/** @example withFlags('Resume the run.') // 'Resume the run (--resume).' */
export const withFlags = (hint: string): string =>
  flags.reduce((text, [asked, flag]) => text.replace(asked, (words) => `${words} (${flag})`), hint)
