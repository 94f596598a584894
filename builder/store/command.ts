import type { MessageDescriptor } from '@lingui/core'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'

/**
 * One labelled change of the pipeline document. Whatever the device — mouse, key, outline,
 * import — every change is a command, so all of them can be undone in the same way.
 */
export interface Command {
  /** In the imperative, as in a menu: “Move 3 nodes”. */
  readonly label: MessageDescriptor
  /** Edits the draft in place. */
  readonly change: (draft: Pipeline) => void
  /** Commands in a row with the same group, close in time, are one step back. */
  readonly group?: string
}
