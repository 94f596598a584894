import { useParams } from 'react-router'
import { PipelineEditor } from '../canvas/PipelineEditor.tsx'

/** The editor of the pipeline in the address; another pipeline starts a new one. */
export function EditorPage() {
  const { id = '' } = useParams()
  return <PipelineEditor key={id} pipelineId={id} />
}
