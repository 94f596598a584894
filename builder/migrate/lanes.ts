import type { TableSettings } from '../../nodes/kit/database-selection.ts'
import type { TableName } from '../../nodes/kit/source.ts'
import { formatTable } from '../../nodes/kit/source.ts'

/** What is special about a table; nothing by default. */
export function laneOf(lanes: readonly TableSettings[], table: TableName): TableSettings {
  const full = formatTable(table)
  return (
    lanes.find((it) => it.table === full) ??
    lanes.find((it) => it.table === table.name) ?? {
      table: full,
      name: '',
      without: [],
      filter: '',
    }
  )
}

export const isSpecial = ({ name, without, filter }: TableSettings): boolean =>
  name !== '' || without.length > 0 || filter.trim() !== ''

/** The settings with one table's changed; a table without anything special is not kept. */
export function withLane(
  lanes: readonly TableSettings[],
  lane: TableSettings,
): readonly TableSettings[] {
  const others = lanes.filter((it) => it.table !== lane.table)
  return isSpecial(lane) ? [...others, lane] : others
}
