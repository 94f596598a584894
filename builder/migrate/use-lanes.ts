import { useQuery } from '@tanstack/react-query'
import type { TableSettings } from '../../nodes/kit/database-selection.ts'
import type { Pipeline, PipelineNode } from '../../runtime/pipeline/schema.ts'
import { trpc } from '../api/client.ts'
import { graphOf } from '../store/graph.ts'
import { isSelected } from './choice.ts'

const readType = 'source.database-schema'
const writeType = 'sink.database-schema'

export const isDatabaseNode = ({ type }: PipelineNode): boolean =>
  type === readType || type === writeType

/** The two ends of a whole database on the canvas, as seen from either. */
export function endsOf(document: Pipeline, node: PipelineNode) {
  const { nodes, incoming, outgoing } = graphOf(document)
  if (node.type === readType) {
    const targets = (outgoing.get(node.id) ?? []).map((it) => nodes.get(it.target))
    return { source: node, target: targets.find((it) => it?.type === writeType) }
  }
  const sources = (incoming.get(node.id) ?? []).map((it) => nodes.get(it.source))
  return { source: sources.find((it) => it?.type === readType), target: node }
}

/** Settings as they are while someone types them: what is missing or odd counts as not set. */
export function selectionIn({ config }: PipelineNode) {
  const texts = (value: unknown) =>
    Array.isArray(value) ? value.filter((it) => typeof it === 'string' && it !== '') : []
  const tables = Array.isArray(config.tables) ? (config.tables as Partial<TableSettings>[]) : []
  return {
    connection: typeof config.connection === 'string' ? config.connection : '',
    include: texts(config.include),
    exclude: texts(config.exclude),
    schemas: texts(config.schemas),
    lanes: tables.map(
      (it): TableSettings => ({
        table: it.table ?? '',
        name: it.name ?? '',
        without: it.without ?? [],
        filter: it.filter ?? '',
      }),
    ),
  }
}

/** The tables that a “Read whole database” node takes; undefined until its connection is known. */
export function useLaneTables(node: PipelineNode | undefined) {
  const selection = node && selectionIn(node)
  const name = selection?.connection ?? ''
  const catalog = useQuery(
    trpc.connections.catalog.queryOptions(
      { name },
      { enabled: name !== '' && !name.includes('${'), staleTime: 60_000, retry: false },
    ),
  )
  const tables = catalog.data?.tables.filter(
    (it) => it.kind === 'table' && selection !== undefined && isSelected(selection, it.table),
  )
  return {
    catalog,
    tables,
    isCut: catalog.data ? catalog.data.tables.length < catalog.data.total : false,
  }
}
