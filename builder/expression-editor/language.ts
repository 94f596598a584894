import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'
import { findFunction } from '../../nodes/kit/functions/index.ts'
import { reservedWords } from '../../nodes/kit/operators.ts'

const words = new Set([...reservedWords, 'cast', 'try_cast', 'as', 'distinct', 'from'])

const language = StreamLanguage.define({
  name: 'expression',
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match(/^'(?:[^']|'')*'?/)) return 'string'
    if (stream.match(/^"(?:[^"]|"")*"?/)) return 'variableName'
    if (stream.match(/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number'
    const word = stream.match(/^[\p{L}_][\p{L}\p{M}\p{N}_]*/u)
    if (Array.isArray(word)) {
      const text = (word[0] ?? '').toLowerCase()
      if (words.has(text)) return 'keyword'
      return stream.match(/^\s*\(/, false) && findFunction(text)
        ? 'variableName.function'
        : 'variableName'
    }
    stream.next()
    return 'operator'
  },
})

const style = HighlightStyle.define([
  { tag: tags.string, color: 'var(--kind-sink)' },
  { tag: tags.number, color: 'var(--kind-map)' },
  { tag: tags.keyword, color: 'var(--kind-ml)' },
  { tag: tags.function(tags.variableName), color: 'var(--kind-transform)' },
  { tag: tags.operator, color: 'var(--text-muted)' },
])

export const expressionLanguage: Extension = [language, syntaxHighlighting(style)]
