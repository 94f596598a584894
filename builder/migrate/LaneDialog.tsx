import { Trans, useLingui } from '@lingui/react/macro'
import { formatTable } from '../../nodes/kit/source.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import type { LaneFormProps } from './LaneForm.tsx'
import { LaneForm } from './LaneForm.tsx'

/** What is special about one table, in a dialog of its own; every change is kept at once. */
export function LaneDialog({ onClose, ...form }: LaneFormProps & { readonly onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Dialog
      isOpen
      size="l"
      title={t`Table ${formatTable(form.table.table)}`}
      onClose={onClose}
      footer={
        <Button variant="primary" onPress={onClose}>
          <Trans>Done</Trans>
        </Button>
      }
    >
      <LaneForm {...form} />
    </Dialog>
  )
}
