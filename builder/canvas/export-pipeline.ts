import type { Pipeline } from '../../runtime/pipeline/schema.ts'

export const pipelineText = (pipeline: Pipeline): string => `${JSON.stringify(pipeline, null, 2)}\n`

/** Saves the document as a file; it holds no secrets, only names of connections. */
export function exportPipeline(pipeline: Pipeline): void {
  const url = URL.createObjectURL(new Blob([pipelineText(pipeline)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${pipeline.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
