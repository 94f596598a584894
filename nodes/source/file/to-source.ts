import type { FileOptions, Source } from '../../kit/source.ts'
import type { FileConfig } from './config.ts'

type Format = Exclude<FileConfig['format'], 'auto'>

const endings: readonly (readonly [RegExp, Format])[] = [
  [/\.(csv|txt)$/i, 'csv'],
  [/\.(tsv|tab)$/i, 'tsv'],
  [/\.json$/i, 'json'],
  [/\.(ndjson|jsonl)$/i, 'ndjson'],
  [/\.(parquet|pq)$/i, 'parquet'],
]

/** The chosen format, or the one the path's ending tells; `.gz` and `.zst` are looked through. */
export function formatOf({
  path,
  format,
}: Pick<FileConfig, 'path' | 'format'>): Format | undefined {
  if (format !== 'auto') return format
  const name = path.trim().replace(/\.(gz|zst)$/i, '')
  return endings.find(([ending]) => ending.test(name))?.[1]
}

/** The files to read; undefined while the path is missing or its format cannot be told. */
export function toSource(settings: FileConfig): Source | undefined {
  const path = settings.path.trim()
  const format = formatOf(settings)
  if (path === '' || !format) return undefined
  return {
    kind: 'files',
    path,
    format: format === 'tsv' ? 'csv' : format,
    options: { ...optionsOf(settings, format), ...severalFiles(settings) },
  }
}

/** Only what this format knows, so that a hidden field of another one changes nothing. */
function optionsOf(settings: FileConfig, format: Format): FileOptions {
  if (format === 'parquet') return {}
  const encoding = settings.encoding && { encoding: settings.encoding.toLowerCase() }
  if (format === 'ndjson') return { ...encoding }
  if (format === 'json')
    return { ...encoding, ...(settings.recordsPath && { recordsPath: settings.recordsPath }) }
  const delimiter = settings.delimiter || (format === 'tsv' ? '\t' : '')
  const { quote, nullTexts, skipLines } = settings
  return {
    ...encoding,
    ...(delimiter && { delimiter: delimiter === '\\t' ? '\t' : delimiter }),
    ...(quote && { quote }),
    ...(settings.escape && { escape: settings.escape }),
    ...(settings.header !== 'detect' && { header: settings.header === 'yes' }),
    ...(nullTexts.length > 0 && { nullTexts }),
    ...(skipLines > 0 && { skipLines }),
    ...(settings.types === 'text' && { types: 'text' as const }),
  }
}

const severalFiles = ({ combine, fileNameColumn }: FileConfig): FileOptions => ({
  ...(combine === 'position' && { combine }),
  ...(fileNameColumn && { fileNameColumn }),
})
