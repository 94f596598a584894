import { Trans, useLingui } from '@lingui/react/macro'
import { useRouteError } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { Page } from './Page.tsx'

/** What stands in place of a page that broke. */
export function RouteError() {
  const { t } = useLingui()
  const error = useRouteError()
  return (
    <Page title={t`This page failed`}>
      <ProblemNote
        announce
        title={error instanceof Error ? error.message : String(error)}
        actions={
          <Button onPress={() => location.reload()}>
            <Trans>Reload the page</Trans>
          </Button>
        }
      >
        <Trans>Saved work is safe on the server. If it happens again, please report it.</Trans>
      </ProblemNote>
    </Page>
  )
}
