import { useMemo } from 'react'
import './markdown.css'
import type { Block } from './parse-markdown.ts'
import { parseInline, parseMarkdown } from './parse-markdown.ts'

/** A README as elements; no HTML of the text ever becomes HTML of the page. */
export function Markdown({ text, topLevel = 3 }: { readonly text: string; topLevel?: 2 | 3 | 4 }) {
  const blocks = useMemo(() => parseMarkdown(text), [text])
  return (
    <div className="markdown" dir="auto">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its order
        <MarkdownBlock key={index} block={block} topLevel={topLevel} />
      ))}
    </div>
  )
}

function MarkdownBlock({ block, topLevel }: { readonly block: Block; readonly topLevel: number }) {
  if (block.kind === 'code')
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      <pre tabIndex={0}>
        <code>{block.text}</code>
      </pre>
    )
  if (block.kind === 'paragraph')
    return (
      <p>
        <Text text={block.text} />
      </p>
    )
  if (block.kind === 'heading') {
    const Heading = `h${Math.min(6, block.level + topLevel - 1)}` as 'h3'
    return (
      <Heading>
        <Text text={block.text} />
      </Heading>
    )
  }
  if (block.kind === 'list') {
    const List = block.ordered ? 'ol' : 'ul'
    return (
      <List>
        {block.items.map((item) => (
          <li key={item}>
            <Text text={item} />
          </li>
        ))}
      </List>
    )
  }
  return (
    <table>
      <thead>
        <tr>
          {block.head.map((cell) => (
            <th key={cell} scope="col">
              <Text text={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((row) => (
          <tr key={row.join('|')}>
            {row.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its order
              <td key={index}>
                <Text text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Text({ text }: { readonly text: string }) {
  return parseInline(text).map((part, index) => {
    const key = `${index}`
    if (part.kind === 'code') return <code key={key}>{part.text}</code>
    if (part.kind === 'strong') return <strong key={key}>{part.text}</strong>
    if (part.kind === 'em') return <em key={key}>{part.text}</em>
    if (part.kind === 'link')
      return (
        <a key={key} href={part.href} target="_blank" rel="noreferrer">
          {part.text}
        </a>
      )
    return part.text
  })
}
