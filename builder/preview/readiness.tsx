import { Trans, useLingui } from '@lingui/react/macro'
import { Table2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Issue } from '../../nodes/kit/issue.ts'
import { hasErrors } from '../../nodes/kit/issue.ts'
import { goToProblem } from '../canvas/problems.ts'
import { graphOf, reachable } from '../store/graph.ts'
import { useDocument, usePlan, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loading } from '../ui/Spinner.tsx'

/** Errors of the node and of everything it reads from: there are no rows before they are gone. */
export function useBlocking(node: string): readonly Issue[] {
  const graph = graphOf(useDocument())
  const issues = usePlan((s) => s.issues)
  const above = reachable(graph, [node], 'up')
  above.add(node)
  return issues.filter(
    (i) =>
      i.node !== undefined && above.has(i.node) && (hasErrors([i]) || i.code === 'SCHEMA_PENDING'),
  )
}

export function Blocked({ issues }: { readonly issues: readonly Issue[] }) {
  const { t } = useLingui()
  const session = useSession()
  const reading = usePlan((s) => s.reading)
  const [first] = issues
  if (reading && !hasErrors(issues))
    return (
      <Loading>
        <Trans>Reading the columns…</Trans>
      </Loading>
    )
  return (
    <EmptyState
      icon={Table2}
      title={t`No rows yet`}
      actions={
        first && (
          <Button onPress={() => goToProblem(session, first)}>
            <Trans>Go to the problem</Trans>
          </Button>
        )
      }
    >
      <Trans>Complete the settings of this node and of those before it.</Trans>
    </EmptyState>
  )
}

/** The value once it has not changed for a moment, so that typing asks for no rows. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 600)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
