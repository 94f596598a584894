import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { FileText, Upload, X } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { trpc } from '../api/client.ts'
import { uploadFile } from '../api/uploads.ts'
import { formatOfName } from '../canvas/use-canvas-drop.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { ValueProps } from './FieldEditor.tsx'
import { useChange, useForm } from './form-context.ts'

const upload = /^upload:(.+)$/

/** A path on the server, or an uploaded file. */
export function FileField(props: ValueProps<string>) {
  const { t } = useLingui()
  const { spec, label, description, problem, value = '', onChange } = props
  const { definition } = useForm()
  const uploads = useQuery({
    ...trpc.uploads.list.queryOptions(),
    enabled: upload.test(value),
  })
  const uploadId = upload.exec(value)?.[1]
  const file = uploads.data?.find((u) => u.id === uploadId)
  const canUpload = definition.inputs.length === 0
  return (
    <div className="file-field">
      {uploadId === undefined ? (
        <TextField
          label={label}
          description={description}
          errorMessage={problem}
          value={value}
          onChange={onChange}
          code
          {...(spec.meta.placeholder !== undefined && { placeholder: spec.meta.placeholder })}
        />
      ) : (
        <div className="field">
          <span className="field-label">{label}</span>
          <span className="file-upload">
            <FileText aria-hidden />
            <bdi>{file?.name ?? t`Uploaded file`}</bdi>
            <IconButton
              label={t`Use another file`}
              icon={X}
              size="s"
              onPress={() => onChange('')}
            />
          </span>
          {problem && <span className="field-error">{problem}</span>}
        </div>
      )}
      {canUpload && <UploadButton onUploaded={onChange} />}
    </div>
  )
}

function UploadButton({ onUploaded }: { readonly onUploaded: (path: string) => void }) {
  const { definition } = useForm()
  const change = useChange()
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<string>()
  const send = async (file: File) => {
    setSending(true)
    setProblem(undefined)
    try {
      const { path } = await uploadFile(file)
      onUploaded(path)
      const format = formatOfName(file.name)
      if (format !== undefined && definition.type === 'source.file') change(['format'], format)
    } catch (error) {
      setProblem((error as Error).message)
    } finally {
      setSending(false)
    }
  }
  return (
    <>
      <FileTrigger
        onSelect={(files) => {
          const file = files?.[0]
          if (file) void send(file)
        }}
      >
        <Button size="s" icon={Upload} isPending={isSending}>
          <Trans>Upload a file</Trans>
        </Button>
      </FileTrigger>
      {problem && (
        <span className="field-error" role="alert">
          {problem}
        </span>
      )}
    </>
  )
}
