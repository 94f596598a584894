import { setImmediate } from 'node:timers/promises'

/** How long work is watched and stopped. */
export interface Work {
  readonly signal: AbortSignal
  /** Told now and then; `total` is what `done` will be at the end. */
  readonly progress?: ((done: number, total: number, what: string) => void) | undefined
}

/**
 * To be called every few milliseconds of computation: lets events in, so that a cancel is
 * noticed. Throws the signal's reason.
 */
export async function breathe(work: Work | undefined): Promise<void> {
  await setImmediate()
  work?.signal.throwIfAborted()
}
