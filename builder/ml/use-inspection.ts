import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiInputs, ApiOutputs } from '../api/client.ts'
import { client } from '../api/client.ts'
import { previewKey } from '../preview/preview-key.ts'
import { useBlocking, useSettled } from '../preview/readiness.tsx'
import { useDocument, useSession } from '../store/session.tsx'

export interface PortPlace {
  readonly node: string
  readonly port: string
}

type Kind = 'profile' | 'quality' | 'types'
type Ask<K extends Kind> = (
  input: ApiInputs['ml'][K],
  options: { signal: AbortSignal },
) => Promise<ApiOutputs['ml'][K]>

const ask: { readonly [K in Kind]: Ask<K> } = {
  profile: (input, options) => client.ml.profile.query(input, options),
  quality: (input, options) => client.ml.quality.query(input, options),
  types: (input, options) => client.ml.types.query(input, options),
}

/** What a method says of a port; asked again when the pipeline before the port changes. */
export function useInspection<K extends Kind>(kind: K, { node, port }: PortPlace, isWanted = true) {
  const session = useSession()
  const queries = useQueryClient()
  const document = useDocument()
  const blocking = useBlocking(node)
  const key = useSettled(previewKey(document, node))
  const queryKey = ['ml', kind, session.pipelineId, node, port, key]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => {
      const { document: latest } = session.editor.getState().history
      const input = { id: session.pipelineId, document: latest, node, port }
      return ask[kind](input, { signal })
    },
    enabled: isWanted && blocking.length === 0,
    staleTime: 300_000,
    retry: false,
  })
  const cancel = () => void queries.cancelQueries({ queryKey, exact: true })
  return { query, blocking, cancel }
}
