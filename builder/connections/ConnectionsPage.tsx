import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Cable, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ConnectionSummary } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { Page } from '../app/Page.tsx'
import { QueryView } from '../app/QueryView.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { CatalogDialog } from './CatalogDialog.tsx'
import { ConnectionTable } from './ConnectionTable.tsx'
import { DeleteConnectionDialog } from './DeleteConnectionDialog.tsx'
import { EditConnectionDialog, NewConnectionDialog } from './EditConnectionDialog.tsx'
import { TestConnectionDialog } from './TestConnectionDialog.tsx'

type Open =
  | { readonly dialog: 'new' }
  | {
      readonly dialog: 'edit' | 'test' | 'catalog' | 'delete'
      readonly connection: ConnectionSummary
    }

/** The endpoints that pipelines refer to by name. */
export function ConnectionsPage() {
  const { t } = useLingui()
  const connections = useQuery(trpc.connections.list.queryOptions())
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const opening = (dialog: Exclude<Open['dialog'], 'new'>) => (connection: ConnectionSummary) =>
    setOpen({ dialog, connection })
  const add = () => setOpen({ dialog: 'new' })
  return (
    <Page
      title={t`Connections`}
      summary={t`Databases that pipelines read from and write to. Secrets are kept encrypted and never shown again.`}
      actions={
        <Button variant="primary" icon={Plus} onPress={add}>
          <Trans>New connection</Trans>
        </Button>
      }
    >
      <QueryView query={connections}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              icon={Cable}
              title={t`No connections yet`}
              actions={
                <Button variant="primary" icon={Plus} onPress={add}>
                  <Trans>New connection</Trans>
                </Button>
              }
            >
              <Trans>
                Files need none. Add a database to read its tables or to write to them; it is tested
                step by step before it is saved.
              </Trans>
            </EmptyState>
          ) : (
            <ConnectionTable
              connections={all}
              onEdit={opening('edit')}
              onTest={opening('test')}
              onBrowse={opening('catalog')}
              onDelete={opening('delete')}
            />
          )
        }
      </QueryView>
      {open?.dialog === 'new' && <NewConnectionDialog onClose={close} />}
      {open?.dialog === 'edit' && (
        <EditConnectionDialog connection={open.connection} onClose={close} />
      )}
      {open?.dialog === 'test' && (
        <TestConnectionDialog connection={open.connection} onClose={close} />
      )}
      {open?.dialog === 'catalog' && <CatalogDialog name={open.connection.name} onClose={close} />}
      {open?.dialog === 'delete' && (
        <DeleteConnectionDialog connection={open.connection} onClose={close} />
      )}
    </Page>
  )
}
