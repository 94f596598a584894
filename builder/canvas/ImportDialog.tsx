import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import type { Issue } from '../../nodes/kit/issue.ts'
import { hasErrors } from '../../nodes/kit/issue.ts'
import { parsePipeline } from '../../runtime/pipeline/parse.ts'
import { useIssueText } from '../app/translate.ts'
import { importPipeline } from '../store/commands.ts'
import { useDocument, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { TextArea } from '../ui/TextField.tsx'
import { showAll } from './viewport.ts'

/** Takes a pipeline from a file or from pasted text; what is wrong with it is said place by place. */
export function ImportDialog() {
  const { t } = useLingui()
  const session = useSession()
  const isEmpty = useDocument().nodes.length === 0
  const [text, setText] = useState('')
  const [issues, setIssues] = useState<readonly Issue[]>([])
  const close = () => session.ui.setState({ dialog: undefined })
  const take = (source: string) => {
    const parsed = parsePipeline(source)
    setIssues(parsed.issues)
    if (!parsed.pipeline || hasErrors(parsed.issues)) return
    const { execute, announce, select } = session.editor.getState()
    execute(importPipeline(parsed.pipeline))
    select([])
    session.ui.setState({ dialog: undefined, inspected: undefined })
    announce(msg`Imported. Undo brings back what was here.`, !isEmpty)
    setTimeout(showAll, 100)
  }
  return (
    <Dialog
      title={t`Import a pipeline`}
      size="l"
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isDisabled={text.trim() === ''} onPress={() => take(text)}>
            <Trans>Import</Trans>
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="muted">
          {isEmpty ? (
            <Trans>Choose a pipeline file, or paste its JSON.</Trans>
          ) : (
            <Trans>It takes the place of what is drawn now. Undo brings that back.</Trans>
          )}
        </p>
        <div>
          <FileTrigger
            acceptedFileTypes={['application/json', '.json']}
            onSelect={(files) => {
              const file = files?.[0]
              if (!file) return
              void file.text().then((content) => {
                setText(content.length > 200_000 ? '' : content)
                take(content)
              })
            }}
          >
            <Button icon={FileUp}>
              <Trans>Choose a file</Trans>
            </Button>
          </FileTrigger>
        </div>
        <TextArea label={t`Pipeline as JSON`} value={text} onChange={setText} rows={10} code />
        <ImportIssues issues={issues} />
      </div>
    </Dialog>
  )
}

const shown = 5

function ImportIssues({ issues }: { readonly issues: readonly Issue[] }) {
  const issueText = useIssueText()
  const more = issues.length - shown
  return (
    <>
      {issues.slice(0, shown).map((issue) => {
        const { text, hint } = issueText(issue)
        return (
          <ProblemNote
            key={`${issue.code} ${issue.path.join('.')}`}
            title={text}
            announce
            tone={issue.severity === 'error' ? 'danger' : 'warning'}
          >
            {issue.path.length > 0 && <code>{issue.path.join(' › ')}</code>} {hint}
          </ProblemNote>
        )
      })}
      {more > 0 && (
        <p className="muted">
          <Trans>And {more} more.</Trans>
        </p>
      )}
    </>
  )
}
