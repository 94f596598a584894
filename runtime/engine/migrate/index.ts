export { parseCastFile } from '../../schema/translate/index.ts'
export type {
  ExistingPolicy,
  LedgerEntry,
  MigrationEvent,
  MigrationInput,
  MigrationOptions,
  MigrationPlan,
  MigrationReport,
  ScriptPlace,
  TableOverride,
} from './input.ts'
export { existingPolicies, migrationSteps, scriptPlaces } from './input.ts'
export { defaultOptions } from './options.ts'
export { migrationPipeline } from './pipeline.ts'
export { planMigration } from './plan.ts'
export { migrateDatabase } from './run.ts'
