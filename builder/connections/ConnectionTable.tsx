import { Plural, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Ellipsis, PencilLine, PlugZap, Table2, Trash2 } from 'lucide-react'
import { Link } from 'react-router'
import type { ConnectionSummary } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { PopoverDialog } from '../ui/Popover.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'
import './connections.css'

type Deed = (connection: ConnectionSummary) => void

export interface ConnectionTableProps {
  readonly connections: readonly ConnectionSummary[]
  readonly onEdit: Deed
  readonly onTest: Deed
  readonly onBrowse: Deed
  readonly onDelete: Deed
}

export function ConnectionTable({ connections, ...deeds }: ConnectionTableProps) {
  const { t } = useLingui()
  const systems = useQuery(trpc.connections.systems.queryOptions(undefined, { staleTime: 600_000 }))
  const titleOf = (system: string) =>
    systems.data?.find((it) => it.system === system)?.title ?? system
  const columns: readonly TableColumn<ConnectionSummary>[] = [
    {
      id: 'name',
      title: t`Name`,
      isRowHeader: true,
      cell: (connection) => (
        <span className="two-lines">
          <button type="button" className="name-button" onClick={() => deeds.onEdit(connection)}>
            {connection.name}
          </button>
          <span className="muted code">{connection.description}</span>
        </span>
      ),
    },
    { id: 'system', title: t`System`, cell: ({ system }) => <Badge>{titleOf(system)}</Badge> },
    {
      id: 'usedBy',
      title: t`Used by`,
      cell: (connection) => <UsedBy connection={connection} />,
    },
    {
      id: 'test',
      title: t`Test`,
      hideTitle: true,
      align: 'end',
      cell: (connection) => (
        <span className="row row-end">
          <Button
            size="s"
            icon={PlugZap}
            aria-label={t`Test ${connection.name}`}
            onPress={() => deeds.onTest(connection)}
          >
            {t`Test`}
          </Button>
          <ConnectionMenu connection={connection} {...deeds} />
        </span>
      ),
    },
  ]
  return (
    <Table label={t`Connections`} columns={columns} rows={connections} rowKey={({ id }) => id} />
  )
}

function UsedBy({ connection }: { readonly connection: ConnectionSummary }) {
  const { t } = useLingui()
  const { name, usedBy } = connection
  if (usedBy.length === 0) return <span className="muted">{t`No pipeline`}</span>
  return (
    <PopoverDialog
      label={t`Pipelines that use ${name}`}
      trigger={
        <Button size="s" variant="quiet" className="text-button">
          <Plural value={usedBy.length} one="# pipeline" other="# pipelines" />
        </Button>
      }
    >
      <ul className="used-by">
        {usedBy.map((pipeline) => (
          <li key={pipeline.id}>
            <Link to={`/p/${pipeline.id}`}>{pipeline.name}</Link>
          </li>
        ))}
      </ul>
    </PopoverDialog>
  )
}

function ConnectionMenu(
  props: Omit<ConnectionTableProps, 'connections'> & { readonly connection: ConnectionSummary },
) {
  const { t } = useLingui()
  const { connection, onEdit, onBrowse, onDelete } = props
  const { name } = connection
  return (
    <Menu
      label={t`Actions for ${name}`}
      trigger={<IconButton label={t`Actions for ${name}`} icon={Ellipsis} size="s" />}
    >
      <MenuItem icon={PencilLine} onAction={() => onEdit(connection)}>
        {t`Edit`}
      </MenuItem>
      <MenuItem icon={Table2} onAction={() => onBrowse(connection)}>
        {t`Browse tables`}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onAction={() => onDelete(connection)}>
        {t`Delete`}
      </MenuItem>
    </Menu>
  )
}
