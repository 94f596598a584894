/** The part of Markdown that our own READMEs use. Anything else stays plain text. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }

export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'em'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

const LIST = /^\s*(?:[-*]|(\d+)\.)\s+(.*)$/
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/

export function parseMarkdown(text: string): readonly Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const blocks: Block[] = []
  let at = 0
  const line = () => lines[at] ?? ''
  const starts = () => /^(?:#{1,6}\s|```)/.test(line()) || LIST.test(line()) || line().trim() === ''

  while (at < lines.length) {
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line())
    if (line().trim() === '') at += 1
    else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' })
      at += 1
    } else if (line().startsWith('```')) {
      const from = ++at
      while (at < lines.length && !line().startsWith('```')) at += 1
      blocks.push({ kind: 'code', text: lines.slice(from, at).join('\n') })
      at += 1
    } else if (line().includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) {
      const head = cellsOf(line())
      at += 2
      const from = at
      while (at < lines.length && line().includes('|')) at += 1
      blocks.push({ kind: 'table', head, rows: lines.slice(from, at).map(cellsOf) })
    } else if (LIST.test(line())) {
      const ordered = LIST.exec(line())?.[1] !== undefined
      const items: string[] = []
      while (at < lines.length && line().trim() !== '') {
        const item = LIST.exec(line())?.[2]
        if (item !== undefined) items.push(item)
        else items.push(`${items.pop() ?? ''} ${line().trim()}`)
        at += 1
      }
      blocks.push({ kind: 'list', ordered, items })
    } else {
      const from = at
      at += 1
      while (at < lines.length && !starts()) at += 1
      blocks.push({ kind: 'paragraph', text: lines.slice(from, at).join(' ') })
    }
  }
  return blocks
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))

const INLINE =
  /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)|\[([^\]]+)\]\([^)]*\)/g

/** Links lead to http and https only; others become their text. */
export function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = []
  let last = 0
  for (const match of text.matchAll(INLINE)) {
    if (match.index > last) parts.push({ kind: 'text', text: text.slice(last, match.index) })
    last = match.index + match[0].length
    const [, code, strong, em, label, href, plain] = match
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong })
    else if (em !== undefined) parts.push({ kind: 'em', text: em })
    else if (label !== undefined && href !== undefined)
      parts.push({ kind: 'link', text: label, href })
    else parts.push({ kind: 'text', text: plain ?? '' })
  }
  if (last < text.length) parts.push({ kind: 'text', text: text.slice(last) })
  return parts
}
