import { formatTable } from '../../nodes/kit/source.ts'
import type { MigrationPlan, PlannedTable, PlanProblem } from '../../runtime/migration-report.ts'

/** A run would stop at these before it writes anything; others concern a single table. */
export const isBlocking = ({ code, severity }: PlanProblem): boolean =>
  severity === 'error' && (code === 'TABLE_EXISTS' || code === 'TARGET_MISMATCH')

/** The table of the source that a problem is about; problems name either end. */
export const tableOf = (plan: MigrationPlan, problem: PlanProblem): PlannedTable | undefined =>
  plan.tables.find((it) => formatTable(it.source) === problem.table) ??
  plan.tables.find((it) => formatTable(it.target) === problem.table)
