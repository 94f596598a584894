import { queryClient } from './client.ts'

export interface Uploaded {
  readonly id: string
  readonly name: string
  /** How a pipeline names it: `upload:<id>`. */
  readonly path: string
}

/** Sends a file to the server; throws with its sentence when it is refused. */
export async function uploadFile(file: File, signal?: AbortSignal): Promise<Uploaded> {
  const body = new FormData()
  body.append('file', file)
  const response = await fetch('/uploads', { method: 'POST', body, ...(signal && { signal }) })
  const answer = (await response.json().catch(() => ({}))) as Partial<
    Record<'id' | 'name' | 'detail' | 'title', string>
  >
  if (!response.ok || answer.id === undefined)
    throw new Error(answer.detail ?? answer.title ?? response.statusText)
  void queryClient.invalidateQueries({ queryKey: [['uploads']] })
  return { id: answer.id, name: answer.name ?? file.name, path: `upload:${answer.id}` }
}
