import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { LayoutTemplate } from 'lucide-react'
import { useState } from 'react'
import type { TemplateSummary } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { Page } from '../app/Page.tsx'
import { QueryView } from '../app/QueryView.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import './gallery.css'
import { PipelineSketch } from './PipelineSketch.tsx'
import { TemplateDialog } from './TemplateDialog.tsx'
import { useInstantiate } from './useInstantiate.ts'

/** Recipes with sample data, ready to run and to change. */
export function TemplatesPage() {
  const { t } = useLingui()
  const templates = useQuery(trpc.templates.list.queryOptions())
  const [open, setOpen] = useState<string | null>(null)
  const instantiation = useInstantiate()
  return (
    <Page
      title={t`Templates`}
      summary={t`Recipes with their own sample data: use one, run it, then put your data in its place.`}
    >
      {instantiation.error && <ErrorNote error={instantiation.error} />}
      <QueryView query={templates}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={LayoutTemplate} title={t`No templates`}>
              <Trans>The server was started without a folder of templates.</Trans>
            </EmptyState>
          ) : (
            <ul className="gallery">
              {all.map((template) => (
                <li key={template.name}>
                  <TemplateCard
                    template={template}
                    isPending={instantiation.pending === template.name}
                    onOpen={() => setOpen(template.name)}
                    onUse={() => instantiation.use(template.name)}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      {open !== null && (
        <TemplateDialog
          name={open}
          isPending={instantiation.pending === open}
          error={instantiation.error}
          onUse={() => instantiation.use(open)}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  )
}

interface TemplateCardProps {
  readonly template: TemplateSummary
  readonly isPending: boolean
  readonly onOpen: () => void
  readonly onUse: () => void
}

function TemplateCard({ template, isPending, onOpen, onUse }: TemplateCardProps) {
  const { t } = useLingui()
  const { name, title, summary, nodes } = template
  // The queries of all cards travel as one request.
  const detail = useQuery(trpc.templates.get.queryOptions({ name }, { staleTime: 60_000 }))
  return (
    <article className="template-card">
      <div className="template-picture">
        {detail.data && <PipelineSketch document={detail.data.document} />}
      </div>
      <div className="template-text">
        <h2 dir="auto">{title}</h2>
        <p className="muted" dir="auto">
          {summary}
        </p>
        <p className="template-facts">
          <Plural value={nodes} one="# node" other="# nodes" />
          {detail.data && detail.data.samples.length > 0 && (
            <>
              {' · '}
              <Plural
                value={detail.data.samples.length}
                one="# sample file"
                other="# sample files"
              />
            </>
          )}
        </p>
      </div>
      <div className="template-actions">
        <Button
          variant="primary"
          isPending={isPending}
          onPress={onUse}
          aria-label={t`Use template: ${title}`}
        >
          <Trans>Use template</Trans>
        </Button>
        <Button variant="quiet" onPress={onOpen} aria-label={t`About it: ${title}`}>
          <Trans>About it</Trans>
        </Button>
      </div>
    </article>
  )
}
