import { msg } from '@lingui/core/macro'
import type { Message } from '../../nodes/kit/message.ts'
import type { Tone } from '../ui/Badge.tsx'
import type { LossKind, LossSeverity } from './ledger.ts'

export const kindTitles: Readonly<Record<LossKind, Message>> = {
  table: msg({ message: 'Table' }),
  column: msg({ message: 'Column' }),
  constraint: msg({ message: 'Constraint' }),
  index: msg({ message: 'Index' }),
  view: msg({ message: 'View', context: 'database object' }),
  type: msg({ message: 'Type' }),
  sequence: msg({ message: 'Sequence' }),
  trigger: msg({ message: 'Trigger' }),
  routine: msg({ message: 'Routine' }),
  event: msg({ message: 'Event' }),
  other: msg({ message: 'Other' }),
}

interface SeverityLook {
  readonly title: Message
  readonly short: Message
  readonly tone: Tone
}

export const severityLooks: Readonly<Record<LossSeverity, SeverityLook>> = {
  error: {
    title: msg({ message: 'Rows or values are lost or refused' }),
    short: msg({ message: 'lost' }),
    tone: 'danger',
  },
  warning: {
    title: msg({ message: 'Behaviour or declared precision is lost' }),
    short: msg({ message: 'weaker' }),
    tone: 'warning',
  },
  info: {
    title: msg({ message: 'Only the form changes' }),
    short: msg({ message: 'other form' }),
    tone: 'info',
  },
}
