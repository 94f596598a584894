import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { File } from 'lucide-react'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { QueryView } from '../app/QueryView.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Markdown } from '../ui/Markdown.tsx'
import './gallery.css'
import { PipelineSketch } from './PipelineSketch.tsx'

export interface TemplateDialogProps {
  readonly name: string
  readonly isPending: boolean
  readonly error: unknown
  readonly onUse: () => void
  readonly onClose: () => void
}

/** What a template does, in its own words, and the files it brings. */
export function TemplateDialog({ name, isPending, error, onUse, onClose }: TemplateDialogProps) {
  const { t } = useLingui()
  const detail = useQuery(trpc.templates.get.queryOptions({ name }, { staleTime: 60_000 }))
  return (
    <Dialog
      isOpen
      size="l"
      title={detail.data?.title ?? t`Template`}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>
            <Trans>Close</Trans>
          </Button>
          <Button variant="primary" isPending={isPending} onPress={onUse}>
            <Trans>Use template</Trans>
          </Button>
        </>
      }
    >
      <QueryView query={detail}>
        {({ document, readme, summary, samples }) => (
          <>
            <div className="template-picture">
              <PipelineSketch document={document} />
            </div>
            <Markdown text={withoutTitle(readme) || summary} topLevel={2} />
            {samples.length > 0 && (
              <section className="section">
                <h3>
                  <Trans>Sample files</Trans>
                </h3>
                <ul className="sample-files">
                  {samples.map((sample) => (
                    <li key={sample}>
                      <File aria-hidden /> <span className="code">{sample}</span>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        )}
      </QueryView>
      {error != null && <ErrorNote error={error} />}
    </Dialog>
  )
}

/** The dialog has the title already. */
const withoutTitle = (readme: string): string => readme.replace(/^\s*# .*\n/, '')
