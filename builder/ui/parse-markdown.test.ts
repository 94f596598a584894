import { expect, it } from 'vitest'
import { parseInline, parseMarkdown } from './parse-markdown.ts'

it('reads headings, paragraphs, lists, code and tables', () => {
  const text =
    '# Title\n\nOne\nline.\n\n- a\n- b\n  more\n\n1. x\n2. y\n\n```sh\n# no heading\n```\n\n| a | b |\n|---|---|\n| 1 | x \\| y |\n'
  expect(parseMarkdown(text)).toEqual([
    { kind: 'heading', level: 1, text: 'Title' },
    { kind: 'paragraph', text: 'One line.' },
    { kind: 'list', ordered: false, items: ['a', 'b more'] },
    { kind: 'list', ordered: true, items: ['x', 'y'] },
    { kind: 'code', text: '# no heading' },
    { kind: 'table', head: ['a', 'b'], rows: [['1', 'x | y']] },
  ])
})

it('ends on every input, also an open code block', () => {
  expect(parseMarkdown('```\nopen')).toEqual([{ kind: 'code', text: 'open' }])
})

it('makes links of http addresses only', () => {
  expect(parseInline('see [a](https://example.org/) and [b](javascript:alert(1))')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', text: 'a', href: 'https://example.org/' },
    { kind: 'text', text: ' and ' },
    { kind: 'text', text: 'b' },
    { kind: 'text', text: ')' },
  ])
})

it('leaves HTML as text', () => {
  expect(parseInline('<img src=x onerror=alert(1)> `x`')).toEqual([
    { kind: 'text', text: '<img src=x onerror=alert(1)> ' },
    { kind: 'code', text: 'x' },
  ])
})
