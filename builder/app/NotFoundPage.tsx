import { Trans, useLingui } from '@lingui/react/macro'
import { MapPinOff } from 'lucide-react'
import { LinkButton } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Page } from './Page.tsx'

export function NotFoundPage() {
  const { t } = useLingui()
  return (
    <Page title={t`Page not found`} hideTitle>
      <EmptyState
        icon={MapPinOff}
        title={t`There is no such page`}
        actions={
          <LinkButton href="/" variant="primary">
            <Trans>Go to the pipelines</Trans>
          </LinkButton>
        }
      >
        <Trans>The address may be mistyped, or what was here has been deleted.</Trans>
      </EmptyState>
    </Page>
  )
}
