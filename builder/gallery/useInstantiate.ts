import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { trpc } from '../api/client.ts'

/** Makes a pipeline of a template and opens it. */
export function useInstantiate() {
  const navigate = useNavigate()
  const mutation = useMutation(
    trpc.templates.instantiate.mutationOptions({
      async onSuccess({ id }) {
        await navigate(`/p/${id}`)
      },
    }),
  )
  return {
    use: (name: string) => mutation.mutate({ name }),
    /** The template on its way, if any. */
    pending: mutation.isPending ? mutation.variables.name : null,
    error: mutation.error,
  }
}
