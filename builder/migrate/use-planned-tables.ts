import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MigrationPlan, PlannedTable } from '../../runtime/migration-report.ts'
import type { RunDetail } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { configsOf, useWizard } from './wizard-store.ts'

/** The tables of the plan that this page has just shown; after a reload there is none. */
export function usePlannedTables(run: RunDetail): readonly PlannedTable[] | undefined {
  const queries = useQueryClient()
  const wizard = useWizard()
  return useMemo(() => {
    if (wizard.saved?.id !== run.pipelineId) return undefined
    const { queryKey } = trpc.migrate.plan.queryOptions(configsOf(wizard))
    return queries.getQueryData<MigrationPlan>(queryKey)?.tables
  }, [queries, wizard, run.pipelineId])
}
