export { columnsLike, columnsOf } from './columns.ts'
export { applyAnomalies, detectAnomalies } from './detect.ts'
export { compareFits } from './drift.ts'
export { loadModel, saveModel } from './model.ts'
