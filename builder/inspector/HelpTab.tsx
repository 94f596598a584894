import { Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { readmeOf } from '../canvas/node-types.ts'
import { Markdown } from '../ui/Markdown.tsx'
import { Loading } from '../ui/Spinner.tsx'

/** The page about the node type. */
export function HelpTab({ type }: { readonly type: string }) {
  const [text, setText] = useState<string>()
  useEffect(() => {
    let isCurrent = true
    void readmeOf(type)?.then((found) => {
      if (isCurrent) setText(found)
    })
    return () => {
      isCurrent = false
    }
  }, [type])
  if (readmeOf(type) === undefined)
    return (
      <p className="muted">
        <Trans>There is no help for this node type.</Trans>
      </p>
    )
  return text === undefined ? (
    <Loading>
      <Trans>Loading…</Trans>
    </Loading>
  ) : (
    <Markdown text={text} />
  )
}
