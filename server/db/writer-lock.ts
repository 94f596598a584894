const queues = new Map<string, Promise<void>>()

/** Resolves when no other writer of this file is at work, with the function that lets the next one in. */
export async function writerOf(file: string): Promise<() => void> {
  const before = queues.get(file)
  let resolve = () => {}
  const promise = new Promise<void>((it) => {
    resolve = it
  })
  queues.set(file, promise)
  await before
  return () => {
    if (queues.get(file) === promise) queues.delete(file)
    resolve()
  }
}
