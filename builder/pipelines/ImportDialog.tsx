import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { useNavigate } from 'react-router'
import type { Issue } from '../../nodes/kit/issue.ts'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { IssueList } from '../app/IssueList.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextArea } from '../ui/TextField.tsx'

/** Brings in an exported pipeline, from a file or pasted. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [issues, setIssues] = useState<readonly Issue[]>([])
  const imported = useMutation(
    trpc.pipelines.import.mutationOptions({
      async onSuccess({ pipeline, issues }) {
        if (pipeline) await navigate(`/p/${pipeline.id}`)
        else setIssues(issues)
      },
    }),
  )
  return (
    <Dialog
      isOpen
      size="l"
      title={t`Import a pipeline`}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            variant="primary"
            isDisabled={text.trim() === ''}
            isPending={imported.isPending}
            onPress={() => imported.mutate({ text })}
          >
            <Trans>Import</Trans>
          </Button>
        </>
      }
    >
      <FileTrigger
        acceptedFileTypes={['application/json', '.json']}
        onSelect={(files) => {
          const [file] = files ?? []
          if (file) void file.text().then(setText)
        }}
      >
        <Button icon={FileUp}>
          <Trans>Choose a JSON file</Trans>
        </Button>
      </FileTrigger>
      <TextArea
        label={t`Or paste the JSON`}
        code
        rows={10}
        value={text}
        onChange={(next) => {
          setText(next)
          setIssues([])
        }}
      />
      {imported.error && <ErrorNote error={imported.error} />}
      {issues.length > 0 && <IssueList issues={issues} />}
    </Dialog>
  )
}
