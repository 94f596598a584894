import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Cable, SearchX, Table2, Unplug } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import type { TableSettings } from '../../nodes/kit/database-selection.ts'
import { formatTable } from '../../nodes/kit/source.ts'
import type { PipelineNode } from '../../runtime/pipeline/schema.ts'
import type { CatalogTable } from '../../server/shapes.ts'
import { useFormats } from '../app/format.ts'
import { QueryView } from '../app/QueryView.tsx'
import { configure } from '../store/commands.ts'
import { useDocument, useRun, useSession } from '../store/session.tsx'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { readCasts, writeCasts } from './casts.ts'
import { LaneForm } from './LaneForm.tsx'
import { isSpecial, laneOf, withLane } from './lanes.ts'
import './migrate.css'
import { endsOf, selectionIn, useLaneTables } from './use-lanes.ts'

/** The tables inside a whole-database node: one lane each, with what is special about it. */
export function LanesTab({ node }: { readonly node: PipelineNode }) {
  const { t } = useLingui()
  const { source, target } = endsOf(useDocument(), node)
  const { catalog, tables, isCut } = useLaneTables(source)
  if (!source)
    return (
      <EmptyState icon={Unplug} title={t`No database comes in`}>
        <Trans>Connect “Read whole database” to see its tables.</Trans>
      </EmptyState>
    )
  if (selectionIn(source).connection === '')
    return (
      <EmptyState icon={Cable} title={t`No connection is chosen`}>
        <Trans>Choose the database to read from; its tables appear here.</Trans>
      </EmptyState>
    )
  return (
    <div className="inspector-form">
      <QueryView query={catalog}>
        {() => <Lanes source={source} target={target} tables={tables ?? []} isCut={isCut} />}
      </QueryView>
    </div>
  )
}

interface LanesProps {
  readonly source: PipelineNode
  readonly target: PipelineNode | undefined
  readonly tables: readonly CatalogTable[]
  readonly isCut: boolean
}

/** More lanes than anyone reads at once. */
const first = 100

function Lanes({ source, target, tables, isCut }: LanesProps) {
  const { t } = useLingui()
  const [search, setSearch] = useState('')
  const [all, setAll] = useState(false)
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const { lanes } = selectionIn(source)
  const found = tables.filter((it) => formatTable(it.table).toLowerCase().includes(wanted))
  const shown = all ? found : found.slice(0, first)
  const changed = tables.filter((it) => isSpecial(laneOf(lanes, it.table))).length
  const strangers = lanes.filter(
    (lane) =>
      !isCut && !tables.some(({ table }) => [formatTable(table), table.name].includes(lane.table)),
  )
  if (tables.length === 0)
    return (
      <EmptyState icon={Table2} title={t`No table is taken`}>
        <Trans>Check the patterns in the settings, and what the login may see.</Trans>
      </EmptyState>
    )
  return (
    <div className="lanes">
      <SearchField label={t`Search tables`} value={search} onChange={setSearch} />
      <p className="muted" role="status">
        <Plural value={found.length} one="# table" other="# tables" />
        {changed > 0 && (
          <>
            {' · '}
            <Plural value={changed} one="# changed" other="# changed" />
          </>
        )}
      </p>
      {strangers.length > 0 && (
        <ProblemNote
          tone="warning"
          title={
            <Plural
              value={strangers.length}
              one="# table with settings is not taken."
              other="# tables with settings are not taken."
            />
          }
        >
          <span className="code">{strangers.map((it) => it.table).join(', ')}</span>
        </ProblemNote>
      )}
      {found.length === 0 && <EmptyState icon={SearchX} title={t`No table fits`} />}
      <ul className="lane-list">
        {shown.map((table) => (
          <li key={formatTable(table.table)}>
            <Lane
              table={table}
              lane={laneOf(lanes, table.table)}
              lanes={lanes}
              source={source}
              target={target}
            />
          </li>
        ))}
      </ul>
      {shown.length < found.length && (
        <Button size="s" onPress={() => setAll(true)}>
          <Trans>Show all</Trans>
        </Button>
      )}
    </div>
  )
}

interface LaneProps {
  readonly table: CatalogTable
  readonly lane: TableSettings
  readonly lanes: readonly TableSettings[]
  readonly source: PipelineNode
  readonly target: PipelineNode | undefined
}

function Lane({ table, lane, lanes, source, target }: LaneProps) {
  const { number, compact } = useFormats()
  const { editor } = useSession()
  const name = formatTable(table.table)
  const run = useRun((s) => target && s.view?.migrations[target.id]?.tables[name])
  const text = target?.config.casts
  const casts = readCasts(typeof text === 'string' ? text : '')
  const set = (node: PipelineNode, key: string, value: PipelineNode['config'][string]) =>
    editor.getState().execute(configure(node.id, [key], value))
  return (
    <Disclosure
      title={
        <>
          <span className="code">{name}</span>
          {lane.name !== '' && <span className="code muted">→ {lane.name}</span>}
          {isSpecial(lane) && (
            <Badge tone="info">
              <Trans>Changed</Trans>
            </Badge>
          )}
          {run ? (
            <>
              <StatusBadge status={run.state} />
              <span className="muted number">
                <Trans>{number(run.rows)} rows</Trans>
              </span>
            </>
          ) : (
            <span className="muted">
              <Plural value={table.columns.length} one="# column" other="# columns" />
              {table.estimatedRows !== undefined && (
                <>
                  {' · '}
                  <Trans>about {compact(table.estimatedRows)} rows</Trans>
                </>
              )}
            </span>
          )}
        </>
      }
    >
      <LaneForm
        table={table}
        lane={lane}
        casts={casts ?? []}
        onChange={(changed) =>
          set(
            source,
            'tables',
            withLane(lanes, changed).map((it) => ({ ...it, without: [...it.without] })),
          )
        }
        onChangeCasts={target && casts && ((rules) => set(target, 'casts', writeCasts(rules)))}
      />
    </Disclosure>
  )
}
