export type { Detector } from './detect-errors.ts'
export { createDetector, errorFrom } from './detect-errors.ts'
export type { DimensionName, QualityScores, Score, Scores } from './dimensions.ts'
export { dimensionNames } from './dimensions.ts'
export type { Reason } from './evidence.ts'
export type {
  CellReason,
  DoubtfulCell,
  QualityOptions,
  QualityReport,
} from './inspect-quality.ts'
export { inspectQuality, reportQuality } from './inspect-quality.ts'
export type { LabelLine } from './label-file.ts'
export { formatLabels, labelLines, readLabels } from './label-file.ts'
export type { RowLabel } from './learn-dirt.ts'
export type { ProposedRule } from './propose-rules.ts'
export type { Repair } from './repairs.ts'
