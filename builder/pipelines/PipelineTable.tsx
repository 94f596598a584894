import { Trans, useLingui } from '@lingui/react/macro'
import { Copy, Download, Ellipsis, PencilLine, Trash2 } from 'lucide-react'
import { Link } from 'react-router'
import type { PipelineSummary } from '../../server/shapes.ts'
import { useFormats } from '../app/format.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/Menu.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import type { TableColumn } from '../ui/Table.tsx'
import { Table } from '../ui/Table.tsx'

type Deed = (pipeline: PipelineSummary) => void

export interface PipelineTableProps {
  readonly pipelines: readonly PipelineSummary[]
  readonly onRename: Deed
  readonly onDuplicate: Deed
  readonly onExport: Deed
  readonly onDelete: Deed
}

export function PipelineTable({ pipelines, ...deeds }: PipelineTableProps) {
  const { t } = useLingui()
  const formats = useFormats()
  const columns: readonly TableColumn<PipelineSummary>[] = [
    {
      id: 'name',
      title: t`Name`,
      isRowHeader: true,
      cell: ({ id, name, description }) => (
        <span className="two-lines">
          <Link to={`/p/${id}`} className="strong-link">
            <bdi>{name}</bdi>
          </Link>
          {description && (
            <span className="muted clamp" dir="auto">
              <bdi>{description}</bdi>
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'lastRun',
      title: t`Last run`,
      cell: ({ lastRun }) =>
        lastRun ? (
          <span className="row nowrap">
            <Link to={`/runs/${lastRun.id}`} className="badge-link">
              <StatusBadge status={lastRun.state} />
            </Link>
            <span className="muted">{formats.ago(lastRun.at)}</span>
          </span>
        ) : (
          <span className="muted nowrap">
            <Trans>Never run</Trans>
          </span>
        ),
    },
    {
      id: 'nodes',
      title: t`Nodes`,
      align: 'end',
      cell: ({ nodes }) => formats.number(nodes),
    },
    {
      id: 'saved',
      title: t`Saved`,
      cell: ({ savedAt }) => (
        <time dateTime={savedAt} title={formats.date(savedAt)} className="muted">
          {formats.ago(savedAt)}
        </time>
      ),
    },
    {
      id: 'menu',
      title: t`Actions`,
      hideTitle: true,
      align: 'end',
      cell: (pipeline) => <PipelineMenu pipeline={pipeline} {...deeds} />,
    },
  ]
  return <Table label={t`Pipelines`} columns={columns} rows={pipelines} rowKey={({ id }) => id} />
}

function PipelineMenu(
  props: Omit<PipelineTableProps, 'pipelines'> & { pipeline: PipelineSummary },
) {
  const { t } = useLingui()
  const { pipeline, onRename, onDuplicate, onExport, onDelete } = props
  const { name } = pipeline
  return (
    <Menu
      label={t`Actions for ${name}`}
      trigger={<IconButton label={t`Actions for ${name}`} icon={Ellipsis} size="s" />}
    >
      <MenuItem icon={PencilLine} onAction={() => onRename(pipeline)}>
        {t`Rename`}
      </MenuItem>
      <MenuItem icon={Copy} onAction={() => onDuplicate(pipeline)}>
        {t`Duplicate`}
      </MenuItem>
      <MenuItem icon={Download} onAction={() => onExport(pipeline)}>
        {t`Export as JSON`}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onAction={() => onDelete(pipeline)}>
        {t`Delete`}
      </MenuItem>
    </Menu>
  )
}
