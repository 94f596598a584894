import type { MessageDescriptor } from '@lingui/core'
import type { Patch } from 'immer'
import { applyPatches, enablePatches, produceWithPatches } from 'immer'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { Command } from './command.ts'

enablePatches()

interface Step {
  readonly label: MessageDescriptor
  readonly patches: readonly Patch[]
  readonly inverse: readonly Patch[]
  readonly group: string | undefined
  readonly at: number
}

/** The document and the log of commands that led to it. Immutable. */
export interface History {
  readonly document: Pipeline
  readonly past: readonly Step[]
  readonly future: readonly Step[]
}

/** Commands of one group less than this many milliseconds apart are one step. */
export const groupWindow = 1000
const maxSteps = 500

export const startHistory = (document: Pipeline): History => ({ document, past: [], future: [] })

/** Carries out a command. One that changes nothing leaves no step. */
export function execute(history: History, command: Command, now = Date.now()): History {
  const [document, patches, inverse] = produceWithPatches(history.document, (draft) => {
    command.change(draft as Pipeline)
  })
  if (patches.length === 0) return history
  const step: Step = { label: command.label, patches, inverse, group: command.group, at: now }
  const last = history.past.at(-1)
  const past =
    last && history.future.length === 0 && belongs(last, step)
      ? [...history.past.slice(0, -1), merge(last, step)]
      : [...history.past, step].slice(-maxSteps)
  return { document, past, future: [] }
}

const belongs = (last: Step, next: Step): boolean =>
  next.group !== undefined && last.group === next.group && next.at - last.at < groupWindow

const merge = (last: Step, next: Step): Step => ({
  ...next,
  label: last.label,
  patches: [...last.patches, ...next.patches],
  inverse: [...next.inverse, ...last.inverse],
})

export function undo(history: History): History {
  const step = history.past.at(-1)
  if (!step) return history
  return {
    document: applyPatches(history.document, step.inverse),
    past: history.past.slice(0, -1),
    future: [step, ...history.future],
  }
}

export function redo(history: History): History {
  const [step, ...future] = history.future
  if (!step) return history
  return {
    document: applyPatches(history.document, step.patches),
    past: [...history.past, { ...step, group: undefined }],
    future,
  }
}

/** What the next undo and redo would do; `undefined` where there is nothing. */
export const nextUndo = (history: History): MessageDescriptor | undefined =>
  history.past.at(-1)?.label
export const nextRedo = (history: History): MessageDescriptor | undefined =>
  history.future[0]?.label
