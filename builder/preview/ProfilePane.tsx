import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ListChecks, RefreshCw, Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { TableProfile } from '../../runtime/report.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { useFormats } from '../app/format.ts'
import { AlertList } from '../ml/AlertList.tsx'
import { insertRules } from '../ml/insert-rules.ts'
import { Meaning } from '../ml/Meaning.tsx'
import { RulesDialog } from '../ml/RulesDialog.tsx'
import { useInspection } from '../ml/use-inspection.ts'
import { ProfileTable } from '../runs/ProfileView.tsx'
import { useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Loading } from '../ui/Spinner.tsx'
import type { Place } from './places.tsx'
import { AtPort } from './places.tsx'
import { Blocked } from './readiness.tsx'

/** Statistics of the rows at a port of the node in hand. */
export const ProfilePane = () => (
  <AtPort>
    {(place, choice) => (
      <PortProfile key={`${place.node} ${place.port}`} place={place} choice={choice} />
    )}
  </AtPort>
)

function PortProfile({ place, choice }: { readonly place: Place; readonly choice: ReactNode }) {
  const { t } = useLingui()
  const session = useSession()
  const { query, blocking, cancel } = useInspection('profile', place)
  const types = useInspection('types', place, query.data !== undefined)
  const [isProposing, setProposing] = useState(false)
  const { data } = query
  const meanings = new Map(types.query.data?.columns.map((c) => [c.column, c]))
  return (
    <div className="preview profile-pane">
      <div className="preview-bar">
        {choice}
        <span className="preview-tools">
          {data && data.rows > 0 && (
            <Button size="s" icon={ListChecks} onPress={() => setProposing(true)}>
              <Trans>Propose rules…</Trans>
            </Button>
          )}
          {query.isFetching ? (
            <Button size="s" icon={Square} onPress={cancel}>
              <Trans>Cancel</Trans>
            </Button>
          ) : (
            <IconButton
              label={t`Profile again`}
              icon={RefreshCw}
              size="s"
              isDisabled={blocking.length > 0}
              onPress={() => void query.refetch()}
            />
          )}
        </span>
      </div>
      {blocking.length > 0 ? (
        <Blocked issues={blocking} />
      ) : query.isFetching && !data ? (
        <Loading>
          <Trans>Reading all rows…</Trans>
        </Loading>
      ) : query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : data ? (
        <>
          <Size profile={data} />
          <AlertList alerts={data.alerts} />
          <ProfileTable
            name={place.label}
            columns={data.columns}
            note={(column) => <Meaning types={meanings.get(column)} />}
          />
        </>
      ) : (
        <p className="muted">
          <Trans>Cancelled.</Trans>
        </p>
      )}
      {isProposing && (
        <RulesDialog
          place={place}
          existing={[]}
          onAdd={(rules) => insertRules(session, place, rules)}
          onClose={() => setProposing(false)}
        />
      )}
    </div>
  )
}

/** How many rows, and which of them the figures speak of. */
function Size({ profile }: { readonly profile: TableProfile }) {
  const { number, percent } = useFormats()
  const { rows, columns, completeRows, sampledRows } = profile
  const count = number(rows)
  const width = number(columns.length)
  return (
    <p className="muted profile-size" role="status">
      <Plural value={rows} one="All # row" other={`All ${count} rows`} />
      {' · '}
      <Plural value={columns.length} one="# column" other={`${width} columns`} />
      {rows > 0 && (
        <>
          {' · '}
          <Trans>{percent(completeRows / rows)} of the rows without gaps</Trans>
        </>
      )}
      {sampledRows !== null && (
        <>
          {' · '}
          <Trans>correlations and shapes of a random sample of {number(sampledRows)}</Trans>
        </>
      )}
    </p>
  )
}
