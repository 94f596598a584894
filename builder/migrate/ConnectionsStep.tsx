import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ArrowRight, Cable, PlugZap, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ConnectionSummary } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { QueryView } from '../app/QueryView.tsx'
import { NewConnectionDialog } from '../connections/EditConnectionDialog.tsx'
import { TestConnectionDialog } from '../connections/TestConnectionDialog.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { Select } from '../ui/Select.tsx'
import { changeWizard, chooseSource, useWizard } from './wizard-store.ts'

/** Two saved connections, or new ones made on the spot. */
export function ConnectionsStep() {
  const { t } = useLingui()
  const connections = useQuery(trpc.connections.list.queryOptions())
  const { source, target } = useWizard()
  const [adding, setAdding] = useState(false)
  const [testing, setTesting] = useState<ConnectionSummary>()
  const add = (
    <Button icon={Plus} onPress={() => setAdding(true)}>
      <Trans>New connection</Trans>
    </Button>
  )
  return (
    <>
      <QueryView query={connections}>
        {(all) => {
          const databases = all.filter((it) => it.system !== 'files')
          if (databases.length === 0)
            return (
              <EmptyState icon={Cable} title={t`No databases yet`} actions={add}>
                <Trans>
                  A migration goes from one database to another: PostgreSQL, MySQL or MariaDB,
                  SQLite, SQL Server. Add the first one, then the second.
                </Trans>
              </EmptyState>
            )
          return (
            <div className="stack">
              <div className="endpoints">
                <EndpointField
                  label={t`From`}
                  description={t`It is only read.`}
                  value={source}
                  onChange={chooseSource}
                  connections={databases}
                  onTest={setTesting}
                />
                <ArrowRight aria-hidden className="endpoints-arrow mirrored" />
                <EndpointField
                  label={t`To`}
                  description={t`Tables are made here, after you have seen the plan.`}
                  value={target}
                  onChange={(name) => changeWizard({ target: name })}
                  connections={databases}
                  onTest={setTesting}
                />
              </div>
              {source !== '' && source === target && (
                <ProblemNote announce title={t`Source and target are the same database.`}>
                  <Trans>Choose another one to write to, or add it.</Trans>
                </ProblemNote>
              )}
              <div className="row">{add}</div>
            </div>
          )
        }}
      </QueryView>
      {adding && <NewConnectionDialog onClose={() => setAdding(false)} />}
      {testing && (
        <TestConnectionDialog connection={testing} onClose={() => setTesting(undefined)} />
      )}
    </>
  )
}

interface EndpointFieldProps {
  readonly label: string
  readonly description: string
  readonly value: string
  readonly onChange: (name: string) => void
  readonly connections: readonly ConnectionSummary[]
  readonly onTest: (connection: ConnectionSummary) => void
}

function EndpointField(props: EndpointFieldProps) {
  const { t } = useLingui()
  const { label, description, value, onChange, connections, onTest } = props
  const current = connections.find((it) => it.name === value)
  const systems = useQuery(trpc.connections.systems.queryOptions(undefined, { staleTime: 600_000 }))
  const titleOf = (system: string) =>
    systems.data?.find((it) => it.system === system)?.title ?? system
  return (
    <div className="endpoint">
      <Select
        label={label}
        description={description}
        value={current ? value : null}
        onChange={onChange}
        isRequired
        options={connections.map((it) => ({
          id: it.name,
          label: it.name,
          description: `${titleOf(it.system)} · ${it.description}`,
        }))}
      />
      {current && (
        <div className="endpoint-facts">
          <span className="two-lines">
            <span>{titleOf(current.system)}</span>
            <span className="muted code">{current.description}</span>
          </span>
          <Button
            size="s"
            variant="quiet"
            icon={PlugZap}
            aria-label={t`Test ${current.name}`}
            onPress={() => onTest(current)}
          >
            {t`Test`}
          </Button>
        </div>
      )}
    </div>
  )
}
