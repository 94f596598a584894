export { discoverSchemas, explain } from './explain.ts'
export type { FlowHost } from './flow-host.ts'
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
export { previewPort, profilePort } from './preview.ts'
export type { ReadTableOptions } from './read-table.ts'
export { readTable } from './read-table.ts'
export { fingerprintOf, runPipeline } from './run.ts'
