import { expect } from 'vitest'

/** `expect.poll` with patience for a loaded machine: what is awaited may come late, not never. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 })
