import type { Loss } from '../loss.ts'
import type { DatabaseSystem, TableColumn } from '../model.ts'
import { fidelityCases } from './fidelity-cases.ts'
import { planColumn, typeWords } from './plan-column.ts'
import { readType, travelType } from './types/index.ts'

/** One line of the table of types in the docs. */
export interface TypeRow {
  readonly source: string
  readonly target: string
  /** What is not carried exactly, whatever the values. */
  readonly losses: readonly Loss[]
  /** What is asked of the data, by its code. */
  readonly forecasts: readonly string[]
  readonly converted: boolean
}

/** What becomes of every type of an engine in another one, without rules of one's own. */
export const typeTable = (from: DatabaseSystem, to: DatabaseSystem): TypeRow[] =>
  fidelityCases[from].map(({ type }) => {
    const nativeType = type.replace(/ NULL$/, '')
    const column: TableColumn = {
      name: 'c',
      type: travelType(readType(nativeType, from), from),
      nativeType,
      nullable: true,
    }
    const plan = planColumn(column, {
      table: { name: 't' },
      from,
      to,
      types: [],
      options: {},
      writer: { from, keyParts: 0, identity: false, mariadb: false, version: [] },
    })
    return {
      source: nativeType,
      target: typeWords(plan.target),
      losses: plan.losses,
      forecasts: plan.forecasts.map((f) => f.loss.code),
      converted: plan.conversion !== undefined,
    }
  })
