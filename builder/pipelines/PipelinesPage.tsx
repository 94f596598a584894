import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { FileInput, LayoutTemplate, Plus, SearchX, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import type { PipelineSummary } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { Page } from '../app/Page.tsx'
import { QueryView } from '../app/QueryView.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { DeletePipelineDialog } from './DeletePipelineDialog.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { PipelineTable } from './PipelineTable.tsx'
import { RenameDialog } from './RenameDialog.tsx'
import { usePipelineActions } from './usePipelineActions.ts'

type Open =
  | { readonly dialog: 'import' }
  | { readonly dialog: 'rename' | 'delete'; readonly pipeline: PipelineSummary }

/** All pipelines of the workspace. */
export function PipelinesPage() {
  const { t } = useLingui()
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState<Open | null>(null)
  const pipelines = useQuery(trpc.pipelines.list.queryOptions())
  const { create, duplicate, exportJson, error } = usePipelineActions()
  const close = () => setOpen(null)

  return (
    <Page
      title={t`Pipelines`}
      summary={t`Draw what happens to the data, run it, and see that it arrived.`}
      actions={
        <>
          <Button icon={FileInput} onPress={() => setOpen({ dialog: 'import' })}>
            <Trans>Import</Trans>
          </Button>
          <LinkButton href="/templates" icon={LayoutTemplate}>
            <Trans>From a template</Trans>
          </LinkButton>
          <Button variant="primary" icon={Plus} isPending={create.isPending} onPress={create.run}>
            <Trans>New pipeline</Trans>
          </Button>
        </>
      }
    >
      {error !== null && <ErrorNote error={error} />}
      <QueryView query={pipelines}>
        {(all) =>
          all.length === 0 ? (
            <NoPipelines onImport={() => setOpen({ dialog: 'import' })} onCreate={create.run} />
          ) : (
            <>
              <div className="page-tools">
                <SearchField label={t`Search pipelines`} value={search} onChange={setSearch} />
              </div>
              <Found pipelines={all} search={search}>
                {(found) => (
                  <PipelineTable
                    pipelines={found}
                    onRename={(pipeline) => setOpen({ dialog: 'rename', pipeline })}
                    onDuplicate={duplicate}
                    onExport={exportJson}
                    onDelete={(pipeline) => setOpen({ dialog: 'delete', pipeline })}
                  />
                )}
              </Found>
            </>
          )
        }
      </QueryView>
      {open?.dialog === 'import' && <ImportDialog onClose={close} />}
      {open?.dialog === 'rename' && <RenameDialog pipeline={open.pipeline} onClose={close} />}
      {open?.dialog === 'delete' && (
        <DeletePipelineDialog pipeline={open.pipeline} onClose={close} />
      )}
    </Page>
  )
}

interface FoundProps {
  readonly pipelines: readonly PipelineSummary[]
  readonly search: string
  readonly children: (found: readonly PipelineSummary[]) => ReactNode
}

function Found({ pipelines, search, children }: FoundProps) {
  const { t } = useLingui()
  const found = useMemo(() => {
    const words = search.toLocaleLowerCase().split(/\s+/)
    return pipelines.filter(({ name, description }) => {
      const text = `${name} ${description}`.toLocaleLowerCase()
      return words.every((word) => text.includes(word))
    })
  }, [pipelines, search])
  if (found.length > 0) return children(found)
  return (
    <EmptyState icon={SearchX} title={t`No pipeline fits`}>
      <Trans>Try other words, or fewer.</Trans>
    </EmptyState>
  )
}

function NoPipelines(props: { readonly onImport: () => void; readonly onCreate: () => void }) {
  const { t } = useLingui()
  return (
    <EmptyState
      icon={Workflow}
      title={t`Your first pipeline`}
      actions={
        <>
          <LinkButton href="/templates" variant="primary" icon={LayoutTemplate}>
            <Trans>Start from a template</Trans>
          </LinkButton>
          <Button icon={Plus} onPress={props.onCreate}>
            <Trans>Start empty</Trans>
          </Button>
          <Button icon={FileInput} onPress={props.onImport}>
            <Trans>Import</Trans>
          </Button>
        </>
      }
    >
      <Trans>
        A template brings its own sample data and runs at once: the shortest way to see how it
        works.
      </Trans>
    </EmptyState>
  )
}
