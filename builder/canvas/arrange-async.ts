import type { Arranged, ArrangeRequest } from './arrange.ts'

/** `arrange` off the page's thread: 300 nodes take longer than a frame. */
export function arrangeAsync(request: ArrangeRequest): Promise<Arranged> {
  const worker = new Worker(new URL('./arrange.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Arranged>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Arranged>) => resolve(data)
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(request)
  }).finally(() => worker.terminate())
}
