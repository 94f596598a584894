export type { TargetEngine } from './ladders.ts'
export { engines } from './ladders.ts'
export type { Blocker, Tighter, TypeProposal } from './propose.ts'
export { proposeType, proposeTypes } from './propose.ts'
