import type { Target } from '../../kit/stage.ts'
import type { FileSinkConfig } from './config.ts'

type FileTarget = Extract<Target, { kind: 'file' }>
type Format = Exclude<FileSinkConfig['format'], 'auto'>

const endings: readonly (readonly [RegExp, Format])[] = [
  [/\.(csv|txt)$/i, 'csv'],
  [/\.(tsv|tab)$/i, 'tsv'],
  [/\.(ndjson|jsonl)$/i, 'ndjson'],
  [/\.(parquet|pq)$/i, 'parquet'],
]

/** The file to write; undefined while its format cannot be told. */
export function toTarget(settings: FileSinkConfig): FileTarget | undefined {
  const path = settings.path.trim()
  const format = settings.format === 'auto' ? formatByName(path) : settings.format
  if (!format) return undefined
  return {
    kind: 'file',
    path,
    format: format === 'tsv' ? 'csv' : format,
    options: { ...textOptions(settings, format), compression: compressionOf(settings, format) },
  }
}

function formatByName(path: string): Format | undefined {
  const name = path.replace(/\.(gz|zst)$/i, '')
  return endings.find(([ending]) => ending.test(name))?.[1]
}

function textOptions(settings: FileSinkConfig, format: Format): FileTarget['options'] {
  if (format !== 'csv' && format !== 'tsv') return {}
  const delimiter = settings.delimiter === '\\t' ? '\t' : settings.delimiter
  return { delimiter: delimiter || (format === 'tsv' ? '\t' : ','), header: settings.header }
}

function compressionOf({ path, compression }: FileSinkConfig, format: Format) {
  if (compression !== 'auto') return compression
  if (format === 'parquet') return 'zstd'
  if (/\.gz$/i.test(path.trim())) return 'gzip'
  return /\.zst$/i.test(path.trim()) ? 'zstd' : 'none'
}
