import type { MigrationEvent } from '../../runtime/migration-report.ts'
import type {
  ErrorData,
  NodeCounts,
  NodeState,
  RunEvent,
  RunReport,
  RunState,
} from '../../runtime/report.ts'

export interface NodeRun {
  readonly state: NodeState
  readonly counts?: NodeCounts | undefined
  readonly rows?: number | undefined
  readonly rowsPerSecond?: number | undefined
  readonly fraction?: number | undefined
  readonly secondsLeft?: number | undefined
}

type EventOf<Type extends MigrationEvent['type']> = Extract<MigrationEvent, { type: Type }>

/** How far a whole database is: its steps in the order they began, and its tables by name. */
export interface MigrationRun {
  readonly steps: readonly EventOf<'step'>[]
  readonly tables: Readonly<Record<string, EventOf<'table'>>>
}

/** What is known of the run shown on the canvas. */
export interface RunView {
  readonly id: string
  readonly state: RunState
  readonly startedAt: string | undefined
  readonly endedAt: string | undefined
  readonly nodes: Readonly<Record<string, NodeRun>>
  readonly edges: Readonly<Record<string, number>>
  /** By node. */
  readonly migrations: Readonly<Record<string, MigrationRun>>
  readonly problems: readonly ErrorData[]
  readonly report: RunReport | undefined
}

export const newRun = (id: string): RunView => ({
  id,
  state: 'queued',
  startedAt: undefined,
  endedAt: undefined,
  nodes: {},
  edges: {},
  migrations: {},
  problems: [],
  report: undefined,
})

export const isOver = (state: RunState): boolean => state !== 'queued' && state !== 'running'

/** The view after one more event. Pure, so a replay of stored events gives the same view. */
export function applyRunEvent(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case 'run':
      return {
        ...view,
        state: event.state,
        startedAt: event.state === 'running' ? event.at : view.startedAt,
        endedAt: isOver(event.state) ? event.at : view.endedAt,
      }
    case 'node': {
      const before = view.nodes[event.node]
      const after: NodeRun = {
        state: event.state,
        counts: event.counts ?? before?.counts,
        rows: event.state === 'running' ? before?.rows : undefined,
      }
      return { ...view, nodes: { ...view.nodes, [event.node]: after } }
    }
    case 'edges':
      return { ...view, edges: { ...view.edges, ...event.rows } }
    case 'progress': {
      const { type: _, node, bytes: __, ...progress } = event
      const before = view.nodes[node] ?? { state: 'running' as const }
      return { ...view, nodes: { ...view.nodes, [node]: { ...before, ...progress } } }
    }
    case 'migration': {
      const before = view.migrations[event.node] ?? { steps: [], tables: {} }
      const after = applyMigrationEvent(before, event.event)
      return { ...view, migrations: { ...view.migrations, [event.node]: after } }
    }
    case 'problem':
      return { ...view, problems: [...view.problems, event.error] }
    case 'report':
      return withReport(view, event.report)
  }
}

function applyMigrationEvent(before: MigrationRun, event: EventOf<'step' | 'table'>): MigrationRun {
  if (event.type === 'table')
    return { ...before, tables: { ...before.tables, [event.table]: event } }
  const at = before.steps.findIndex((it) => it.step === event.step)
  return {
    ...before,
    steps: at < 0 ? [...before.steps, event] : before.steps.with(at, event),
  }
}

/** The report has the last word on counts and states. */
export function withReport(view: RunView, report: RunReport): RunView {
  const nodes = Object.entries(report.nodes).map(([id, { state, in: rowsIn, out, rejected }]) => [
    id,
    { state, counts: { in: rowsIn, out, rejected } },
  ])
  return {
    ...view,
    state: report.state,
    nodes: { ...view.nodes, ...Object.fromEntries(nodes) },
    edges: { ...view.edges, ...report.edges },
    report,
  }
}
