import type { GateStage } from '../../nodes/kit/stage.ts'
import { MigrateError } from '../error.ts'
import type { GateReport } from '../report.ts'
import type { Dataflow } from './dataflow.ts'
import { runStatement } from './statement.ts'
import { literal } from './wire-sql.ts'

/** Checks a gate's expectations. `rejected` is known where rejects have been kept. */
export async function runGate(
  node: string,
  stage: GateStage,
  flow: Dataflow,
  signal: AbortSignal,
): Promise<GateReport[]> {
  const { rows, share } = stage.maxRejected
  const limited = rows !== undefined || share !== undefined
  const found = limited ? [await checkRejected(node, stage, flow, signal)] : []
  for (const { name, relation } of stage.expectations) {
    const owner = {}
    const { sql, feeds, release } = await flow.select(relation, owner)
    const table = `gate_${gates++}`
    await runStatement(
      flow.parts.session,
      { sql: `CREATE TABLE ${table} AS ${sql}`, feeds },
      signal,
    )
    release()
    const [[holds] = []] = await flow.parts.session.query(`FROM ${table}`, signal)
    await flow.parts.session.run(`DROP TABLE ${table}`)
    const detail = holds === 'true' ? 'holds' : 'does not hold'
    found.push({ node, name, holds: holds === 'true', detail })
  }
  return found
}

let gates = 0

async function checkRejected(
  node: string,
  stage: GateStage,
  flow: Dataflow,
  signal: AbortSignal,
): Promise<GateReport> {
  const { counts } = flow.parts
  const rejected = counts.of(stage.rejected) ?? (await countRows(stage.rejected, flow, signal))
  const input = counts.of(stage.input) ?? (await countRows(stage.input, flow, signal))
  const { rows, share } = stage.maxRejected
  const allowed = Math.min(
    rows ?? Number.POSITIVE_INFINITY,
    share === undefined ? Number.POSITIVE_INFINITY : share * input,
  )
  const limits = [
    ...(rows === undefined ? [] : [`${rows} rows`]),
    ...(share === undefined ? [] : [`${share * 100} %`]),
  ]
  const detail = `${rejected} of ${input} rows rejected; the limit is ${limits.join(' and ')}`
  return { node, name: 'rejected rows', holds: rejected <= allowed, detail }
}

async function countRows(
  relation: GateStage['input'],
  flow: Dataflow,
  signal: AbortSignal,
): Promise<number> {
  const owner = {}
  const { sql, feeds, release } = await flow.select(relation, owner)
  const counted = flow.parts.counts.tapResult(sql, owner)
  const copy = `COPY (SELECT 1 FROM (${counted})) TO ${literal('/dev/null')} (FORMAT csv)`
  await runStatement(flow.parts.session, { sql: copy, feeds }, signal)
  release()
  return flow.parts.counts.ofResult(owner)
}

/** The failure of the first gate that does not hold. */
export function gateFailure(reports: readonly GateReport[]): MigrateError | undefined {
  const broken = reports.find((r) => !r.holds)
  if (!broken) return undefined
  const tooMany = broken.name === 'rejected rows'
  return new MigrateError(
    tooMany ? 'TOO_MANY_REJECTS' : 'GATE_FAILED',
    tooMany
      ? `Too many rows were rejected: ${broken.detail}.`
      : `“${broken.name}” ${broken.detail}.`,
    {
      node: broken.node,
      hint: 'Nothing was published. Look at the rejected rows of the run, or change the limit.',
    },
  )
}
