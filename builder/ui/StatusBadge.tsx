import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { LucideIcon } from 'lucide-react'
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  SkipForward,
  TriangleAlert,
} from 'lucide-react'
import type { Message } from '../../nodes/kit/message.ts'
import type { NodeState, RunState } from '../../runtime/report.ts'
import type { Tone } from './Badge.tsx'
import { Badge } from './Badge.tsx'

/** States of runs and of nodes, and a run that ended well with rejected rows. */
export type Status = RunState | NodeState | 'warning'

interface Look {
  readonly title: Message
  readonly tone: Tone
  readonly icon: LucideIcon
}

/** How each state looks and what it is called, everywhere. */
export const statusLooks: Readonly<Record<Status, Look>> = {
  queued: { title: msg({ message: 'Queued' }), tone: 'neutral', icon: Clock },
  waiting: { title: msg({ message: 'Waiting' }), tone: 'neutral', icon: CircleDashed },
  running: { title: msg({ message: 'Running' }), tone: 'info', icon: LoaderCircle },
  done: { title: msg({ message: 'Done' }), tone: 'success', icon: CircleCheck },
  warning: { title: msg({ message: 'Done, with rejects' }), tone: 'warning', icon: TriangleAlert },
  failed: { title: msg({ message: 'Failed' }), tone: 'danger', icon: CircleX },
  cancelled: { title: msg({ message: 'Cancelled' }), tone: 'neutral', icon: Ban },
  skipped: { title: msg({ message: 'Skipped' }), tone: 'neutral', icon: SkipForward },
}

/** A state as icon and word, never as colour alone. */
export function StatusBadge({ status }: { readonly status: Status }) {
  const { i18n } = useLingui()
  const { title, tone, icon } = statusLooks[status]
  return (
    <Badge tone={tone} icon={icon} busy={status === 'running'}>
      {i18n._(title)}
    </Badge>
  )
}
