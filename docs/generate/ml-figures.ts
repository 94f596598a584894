import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { table } from './markdown.ts'
import { anchors } from './ml-anchors.ts'

interface Line {
  readonly bench: string
  readonly set?: string
  readonly method?: string
  readonly metric: string
  readonly value?: number
  readonly ours?: number
  readonly peer?: string
  readonly theirs?: number
  readonly seconds?: number
}

const file = fileURLToPath(new URL('../figures/ml.ndjson', import.meta.url))

/** A table per bench from the lines they have printed (`docs/figures/ml.ndjson`). */
export function mlFigures(): string {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
  const benches = [...new Set(lines.map((l) => l.bench))]
  return benches
    .map((bench) =>
      section(
        bench,
        lines.filter((l) => l.bench === bench),
      ),
    )
    .join('\n\n')
}

function section(bench: string, lines: readonly Line[]): string {
  const rows = lines.map((line) => {
    const value = line.value ?? line.ours
    return [line.set ?? '', line.method ?? '', line.metric, figure(value), anchorOf(line)]
  })
  return `### \`${bench}\`\n\n${table(['set', 'method', 'metric', 'ours', 'published'], rows)}`
}

const figure = (value: number | undefined) =>
  value === undefined ? '' : String(Number(value.toPrecision(4)))

function anchorOf({ bench, set = '', method = '', metric, peer, theirs }: Line): string {
  if (peer !== undefined) return `${peer}: ${figure(theirs)}`
  const found = anchors.find(
    (a) =>
      a.bench === bench &&
      a.metric === metric &&
      a.set.test(set) &&
      (a.method?.test(method) ?? true),
  )
  return found?.figure ?? ''
}
