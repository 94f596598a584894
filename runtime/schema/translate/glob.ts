/** `*` any characters, `?` one; case does not matter. */
export function globMatches(glob: string, text: string): boolean {
  const pattern = [...glob].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : escaped(c))).join('')
  return new RegExp(`^${pattern}$`, 'isu').test(text)
}

const escaped = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/u, '\\$&')
