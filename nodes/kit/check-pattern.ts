/**
 * Why a text is no regular expression that every engine understands; undefined when it is.
 * RE2 has no look-around and no back-references, and JavaScript writes flags elsewhere.
 * @example patternProblem('[0-9') // 'Unterminated character class'
 */
export function patternProblem(pattern: string): string | undefined {
  const unescaped = pattern.replace(/\\[^1-9]/g, '')
  if (/\(\?<?[=!]/.test(unescaped)) return 'look-ahead and look-behind are not supported'
  if (/\\[1-9]/.test(unescaped)) return 'back-references are not supported'
  try {
    new RegExp(pattern.replace(/\(\?[imsU]+\)/g, '').replaceAll('(?P<', '(?<'))
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return message.slice(message.lastIndexOf(': ') + 2)
  }
}
