import { registry } from '../../../nodes/index.ts'
import { didYouMean } from '../../../nodes/kit/did-you-mean.ts'
import { MigrateError } from '../../error.ts'
import type { Pipeline } from '../../pipeline/schema.ts'

export interface PortChoice {
  readonly node?: string
  readonly port?: string
}

/** The node and port a person means; by default the first source and a node's main port. */
export function choosePort(
  { nodes }: Pipeline,
  { node: id, port }: PortChoice,
): { node: string; port: string } {
  if (nodes.length === 0) throw usage('The pipeline has no nodes.', 'Add a source first.')
  const ids = nodes.map((n) => n.id)
  const node = id
    ? nodes.find((n) => n.id === id)
    : (nodes.find((n) => n.type.startsWith('source.')) ?? nodes[0])
  if (!node) throw usage(`There is no node “${id}”.`, suggest(id ?? '', ids))
  const ports = registry.get(node.type)?.outputs.map((p) => p.name) ?? []
  const [main] = ports
  if (main === undefined) {
    const hint = 'Choose a node before it.'
    throw usage(`The node “${node.id}” has no output.`, hint)
  }
  if (port !== undefined && !ports.includes(port))
    throw usage(`The node “${node.id}” has no output “${port}”.`, suggest(port, ports))
  return { node: node.id, port: port ?? main }
}

function suggest(given: string, known: readonly string[]): string {
  const guess = didYouMean(given, known)
  return guess ? `Did you mean “${guess}”?` : `There are: ${known.join(', ')}.`
}

const usage = (message: string, hint: string) =>
  new MigrateError('INVALID_USAGE', message, { hint })
