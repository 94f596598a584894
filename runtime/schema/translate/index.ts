export type { CastRule } from './cast-rules.ts'
export { castFileSchema, parseCastFile, valueConversions } from './cast-rules.ts'
export type { LossCode } from './loss-codes.ts'
export { lossCodes } from './loss-codes.ts'
export { translateSchema } from './translate-schema.ts'
export type { TypeRow } from './type-table.ts'
export { typeTable } from './type-table.ts'
export type { Count } from './types/difference.ts'
export type {
  ColumnMapping,
  Forecast,
  IdentifierPolicy,
  SchemaMapping,
  TableMapping,
  TranslateOptions,
  Translation,
} from './types.ts'
