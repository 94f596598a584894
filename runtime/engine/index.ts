import type { ColumnProfile, RunEvent, RunReport } from '../report.ts'
import { MigrateError } from '../error.ts'
import type { Discovery, EngineInput, Explanation, Preview, RunInput } from './input.ts'

export type {
  ConnectionSource,
  Discovery,
  EngineInput,
  EngineOptions,
  Explanation,
  Preview,
  RunInput,
  SinkPlan,
} from './input.ts'

const soon = (): never => {
  throw new MigrateError('INTERNAL', 'The engine is being built.')
}

/** Runs a pipeline. Resolves with a report for every outcome: done, failed, cancelled. */
export const runPipeline = async (
  _input: RunInput,
  _emit: (event: RunEvent) => void,
  _signal: AbortSignal,
): Promise<RunReport> => soon()

/** Columns of everything the pipeline's nodes read from or write to; problems as issues. */
export const discoverSchemas = async (
  _input: EngineInput,
  _signal?: AbortSignal,
): Promise<Discovery> => soon()

/** The first rows of an output port, computed on a sample of every source. */
export const previewPort = async (
  _input: EngineInput,
  _node: string,
  _port: string,
  _limit?: number,
  _signal?: AbortSignal,
): Promise<Preview> => soon()

/** Statistics of the columns of an output port, over all rows. */
export const profilePort = async (
  _input: EngineInput,
  _node: string,
  _port: string,
  _signal?: AbortSignal,
): Promise<readonly ColumnProfile[]> => soon()

/** The plan and, per sink, how it would be filled. Reads catalogs, no rows. */
export const explain = async (_input: EngineInput, _signal?: AbortSignal): Promise<Explanation> =>
  soon()
