import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import type { ConnectionSummary } from '../../server/shapes.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TestSteps } from './TestSteps.tsx'
import { useConnectionTest } from './use-connection-test.ts'

export interface TestConnectionDialogProps {
  readonly connection: ConnectionSummary
  readonly onClose: () => void
}

/** Tests a saved connection as soon as it opens. */
export function TestConnectionDialog({ connection, onClose }: TestConnectionDialogProps) {
  const { t } = useLingui()
  const { id, name, description } = connection
  const test = useConnectionTest()
  const run = useRef(test.run)
  useEffect(() => run.current({ id }), [id])
  return (
    <Dialog
      isOpen
      title={t`Test ${name}`}
      onClose={onClose}
      footer={
        <>
          <Button isDisabled={test.isRunning} onPress={() => test.run({ id })}>
            <Trans>Test again</Trans>
          </Button>
          <Button variant="primary" onPress={onClose}>
            <Trans>Close</Trans>
          </Button>
        </>
      }
    >
      <p className="code muted">{description}</p>
      <TestSteps steps={test.steps} isRunning={test.isRunning} />
      {test.error !== null && <ErrorNote error={test.error} />}
    </Dialog>
  )
}
