import type { Issue, Severity } from '../../nodes/kit/issue.ts'
import type { Tone } from '../ui/Badge.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { useIssueText } from './translate.ts'

const tones: Readonly<Record<Severity, Tone>> = {
  error: 'danger',
  warning: 'warning',
  info: 'info',
}

/** Problems of a document, each with what to do. */
export function IssueList({ issues }: { readonly issues: readonly Issue[] }) {
  const textOf = useIssueText()
  return (
    <div className="stack" role="alert">
      {issues.map((issue) => {
        const { text, hint } = textOf(issue)
        const place = [issue.node, ...issue.path].filter((it) => it !== undefined).join(' › ')
        return (
          <ProblemNote key={`${issue.code} ${place}`} tone={tones[issue.severity]} title={text}>
            {hint}
            {place && <p className="code muted">{place}</p>}
          </ProblemNote>
        )
      })}
    </div>
  )
}
