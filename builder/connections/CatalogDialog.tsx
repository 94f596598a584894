import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, SearchX } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { formatTable } from '../../nodes/kit/source.ts'
import type { CatalogTable } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { useFormats } from '../app/format.ts'
import { QueryView } from '../app/QueryView.tsx'
import { Badge } from '../ui/Badge.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import './connections.css'

export interface CatalogDialogProps {
  /** Of the connection. */
  readonly name: string
  readonly onClose: () => void
}

/** The tables and views of a connection, with their columns. */
export function CatalogDialog({ name, onClose }: CatalogDialogProps) {
  const { t } = useLingui()
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim())
  const catalog = useQuery(
    trpc.connections.catalog.queryOptions(
      { name, ...(wanted && { search: wanted }) },
      { placeholderData: (before) => before },
    ),
  )
  return (
    <Dialog isOpen size="l" title={t`Tables of ${name}`} onClose={onClose}>
      <SearchField label={t`Search tables`} value={search} onChange={setSearch} autoFocus />
      <QueryView query={catalog}>
        {({ tables, total }) => (
          <>
            <p className="muted" role="status">
              <Plural value={total} one="# table or view" other="# tables and views" />
            </p>
            {tables.length === 0 && <EmptyState icon={SearchX} title={t`No table fits`} />}
            <ul className="catalog">
              {tables.map((table) => (
                <li key={formatTable(table.table)}>
                  <CatalogEntry table={table} />
                </li>
              ))}
            </ul>
            {tables.length < total && (
              <p className="muted">
                <Trans>Type a part of the name to find the others.</Trans>
              </p>
            )}
          </>
        )}
      </QueryView>
    </Dialog>
  )
}

function CatalogEntry({ table }: { readonly table: CatalogTable }) {
  const { t } = useLingui()
  const { compact } = useFormats()
  const { columns, kind, estimatedRows, primaryKey } = table
  return (
    <Disclosure
      title={
        <>
          <span className="code">{formatTable(table.table)}</span>
          {kind === 'view' && (
            <Badge>
              <Trans context="database object">View</Trans>
            </Badge>
          )}
          <span className="muted">
            <Plural value={columns.length} one="# column" other="# columns" />
            {estimatedRows !== undefined && <> · {t`about ${compact(estimatedRows)} rows`}</>}
          </span>
        </>
      }
    >
      <ul className="catalog-columns">
        {columns.map((column) => (
          <li key={column.name}>
            <span className="code">{column.name}</span>
            {primaryKey.includes(column.name) && (
              <KeyRound role="img" aria-label={t`Primary key`} className="key-icon" />
            )}
            <span className="muted code">{column.nativeType}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
