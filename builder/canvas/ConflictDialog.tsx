import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { client, trpc } from '../api/client.ts'
import { errorData } from '../api/errors.ts'
import { useDocument, useSaveState, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { differences } from './differences.ts'

/** Someone else saved first: nothing is lost, whatever is chosen. */
export function ConflictDialog() {
  const { t, i18n } = useLingui()
  const session = useSession()
  const navigate = useNavigate()
  const mine = useDocument()
  const status = useSaveState((s) => s.status)
  const [problem, setProblem] = useState<string>()
  const isConflict = status.kind === 'conflict'
  const stored = useQuery({
    ...trpc.pipelines.get.queryOptions({ id: session.pipelineId }),
    enabled: isConflict,
    staleTime: 0,
    gcTime: 0,
    refetchOnMount: 'always',
  })
  if (!isConflict) return null
  const theirs = stored.data
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => setProblem(errorData(error).message))

  const keepAsCopy = () =>
    attempt(async () => {
      const name = t`${mine.name} (my copy)`
      const copy = await client.pipelines.create.mutate({ document: { ...mine, name }, name })
      // What is stored stays as it is; this page has nothing left to save.
      if (theirs) loadTheirs()
      await navigate(`/p/${copy.id}`)
    })
  const loadTheirs = () => {
    if (!theirs) return
    session.editor.getState().load(theirs.document)
    session.autosave.rebase(theirs.version, theirs.document, false)
    session.editor.getState().announce(msg`The stored version is loaded.`, true)
  }
  const overwrite = () => {
    if (theirs) session.autosave.rebase(theirs.version, mine, true)
  }
  const lines = theirs ? differences(theirs.document, mine) : []
  const savedAt = theirs && i18n.date(theirs.savedAt, { timeStyle: 'short', dateStyle: 'medium' })
  return (
    <Dialog
      title={t`Changed in the meantime`}
      role="alertdialog"
      size="l"
      isOpen
      onClose={() => undefined}
      footer={
        <>
          <Button isDisabled={!theirs} onPress={loadTheirs}>
            <Trans>Load the stored version</Trans>
          </Button>
          <Button variant="danger" isDisabled={!theirs} onPress={overwrite}>
            <Trans>Overwrite with mine</Trans>
          </Button>
          <Button variant="primary" onPress={keepAsCopy} autoFocus>
            <Trans>Keep mine as a copy</Trans>
          </Button>
        </>
      }
    >
      <div className="stack">
        <p>
          {savedAt ? (
            <Trans>
              Another window or person saved this pipeline at {savedAt}. Your changes are still
              here.
            </Trans>
          ) : (
            <Trans>
              Another window or person saved this pipeline. Your changes are still here.
            </Trans>
          )}
        </p>
        {theirs && (
          <section className="stack">
            <h3>
              <Trans>How your version differs from the stored one</Trans>
            </h3>
            <ul className="conflict-lines">
              {lines.map((line) => (
                <li key={line.key}>{i18n._(line.text)}</li>
              ))}
              {lines.length === 0 && (
                <li>
                  <Trans>In the places of nodes only.</Trans>
                </li>
              )}
            </ul>
          </section>
        )}
        {problem && <ProblemNote title={problem} announce />}
      </div>
    </Dialog>
  )
}
