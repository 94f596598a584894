import { msg } from '@lingui/core/macro'
import { useReactFlow } from '@xyflow/react'
import type { DragEvent } from 'react'
import { useCallback, useMemo } from 'react'
import { registry } from '../../nodes/index.ts'
import { uploadFile } from '../api/uploads.ts'
import type { Session } from '../store/session.tsx'
import { useSession } from '../store/session.tsx'
import { addNodeOfType } from './add-node.ts'
import { nodeSize } from './viewport.ts'

/** What the palette drags. */
export const nodeTypeFormat = 'application/x-migrateiq-node-type'

const readable = /\.(csv|tsv|txt|json|ndjson|jsonl|parquet)(\.gz|\.zst)?$/i
const formats: Readonly<Record<string, string>> = { txt: 'csv', jsonl: 'ndjson' }

/** An upload's id has no ending that would tell the format; its name has. */
export function formatOfName(name: string): string | undefined {
  const ending = readable.exec(name)?.[1]?.toLowerCase()
  return ending && (formats[ending] ?? ending)
}

/** Takes node types from the palette and files from the desktop. */
export function useCanvasDrop() {
  const session = useSession()
  const flow = useReactFlow()
  const onDragOver = useCallback((event: DragEvent) => {
    const { types } = event.dataTransfer
    if (!types.includes(nodeTypeFormat) && !types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  }, [])
  const onDrop = useCallback(
    (event: DragEvent) => {
      const type = event.dataTransfer.getData(nodeTypeFormat)
      const files = [...event.dataTransfer.files]
      if (!registry.has(type) && files.length === 0) return
      event.preventDefault()
      const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
      const at = { x: point.x - nodeSize.width / 2, y: point.y - nodeSize.height / 2 }
      if (registry.has(type)) addNodeOfType(session, type, { at, link: false })
      else void addFiles(session, files, at)
    },
    [session, flow],
  )
  return useMemo(() => ({ onDragOver, onDrop }), [onDragOver, onDrop])
}

/** Uploads files and adds a source for each, one under the other. */
export async function addFiles(
  session: Session,
  files: readonly File[],
  at?: { readonly x: number; readonly y: number },
): Promise<void> {
  const { announce } = session.editor.getState()
  for (const [i, file] of files.entries()) {
    const { name } = file
    const format = formatOfName(name)
    if (format === undefined) {
      announce(msg`“${name}” is no CSV, TSV, JSON, NDJSON or Parquet file.`, true)
      continue
    }
    announce(msg`Uploading ${name}…`)
    try {
      const { path } = await uploadFile(file)
      addNodeOfType(session, 'source.file', {
        config: { path, format },
        label: name.replace(readable, '').slice(0, 200),
        link: false,
        at: at && { x: at.x, y: at.y + i * 112 },
      })
    } catch (error) {
      const reason = (error as Error).message
      announce(msg`“${name}” could not be uploaded: ${reason}`, true)
    }
  }
}
