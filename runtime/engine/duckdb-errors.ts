import type { ErrorCode } from '../error.ts'
import { MigrateError } from '../error.ts'

interface Rule {
  readonly test: RegExp
  readonly code: ErrorCode
  readonly message: (match: RegExpExecArray, text: string) => string
  readonly hint: string
  readonly details?: (match: RegExpExecArray, text: string) => Record<string, string | number>
}

const line = (text: string): Record<string, number> => {
  const found = /(?:CSV Error on Line|Line|line|record\/value)\s*:?\s*(\d+)/i.exec(text)
  return found ? { line: Number(found[1]) } : {}
}

const firstLine = (text: string) =>
  (text.split('\n')[0] ?? text).replace(/^[A-Z][A-Za-z -]*Error:\s*/, '')

const csvColumn = (text: string): Record<string, string> => {
  const column = /(?:Error when converting column|column name:?) "([^"]*)"/i.exec(text)?.[1]
  const value = /Could not convert string "([\s\S]*?)" to/.exec(text)?.[1]
  return { ...(column ? { column } : {}), ...(value === undefined ? {} : { value }) }
}

/** First match wins; texts are those of DuckDB 1.5. */
const rules: readonly Rule[] = [
  {
    test: /INTERRUPT Error/i,
    code: 'CANCELLED',
    message: () => 'The run was cancelled.',
    hint: 'Nothing of it is visible in the targets. Start it again when you are ready.',
  },
  {
    test: /Out of Memory Error|failed to allocate|could not allocate block/i,
    code: 'OUT_OF_MEMORY',
    message: (_, text) => `The memory limit is too small for this pipeline: ${firstLine(text)}`,
    hint: 'Raise the memory limit, or give the spill folder more room.',
  },
  {
    test: /No space left on device|temp_directory.*full|max_temp_directory_size/i,
    code: 'DISK_FULL',
    message: () => 'There is no room left on the disk for spilled rows or output.',
    hint: 'Free some space, or choose another temporary folder.',
  },
  {
    test: /Invalid unicode|not utf-?8 encoded|Invalid UTF-?8|Invalid Input Error: .*unicode|not .*encoded/i,
    code: 'WRONG_ENCODING',
    message: (_, text) => `A text is not in the expected encoding. ${firstLine(text)}`,
    hint: 'Set the encoding of the file source, e.g. windows-1252 or latin1.',
    details: (_, text) => line(text),
  },
  {
    test: /CSV Error on Line: (\d+)[\s\S]*Error when converting column "([^"]*)"/,
    code: 'CONVERSION_FAILED',
    message: (m, text) => {
      const { value } = csvColumn(text)
      return `Line ${m[1]}: “${value ?? ''}” does not fit the type of column “${m[2]}”.`
    },
    hint: 'Set column types to “text” in the file source and convert with try_cast, or correct the file.',
    details: (_, text) => ({ ...line(text), ...csvColumn(text) }),
  },
  {
    test: /CSV Error on Line: (\d+)/,
    code: 'FILE_MALFORMED',
    message: (m, text) => `Line ${m[1]} of the file cannot be read: ${csvCause(text)}`,
    hint: 'Correct the line, or check delimiter and quote in the file source.',
    details: (_, text) => line(text),
  },
  {
    test: /CSV Sniffer: |Error when sniffing file/i,
    code: 'FILE_MALFORMED',
    message: () => 'The file cannot be read as a table with these settings.',
    hint: 'Check that it holds rows, and the header, delimiter and quote in the file source.',
  },
  {
    test: /Malformed JSON|Invalid JSON|JSON transform error|Missing record/i,
    code: 'FILE_MALFORMED',
    message: (_, text) => `The JSON cannot be read: ${firstLine(text)}`,
    hint: 'Correct the file at this place.',
    details: (_, text) => line(text),
  },
  {
    test: /No magic bytes found|Invalid parquet|not a parquet|Parquet.*(corrupt|truncated|too small)/i,
    code: 'FILE_MALFORMED',
    message: (_, text) => `The Parquet file cannot be read: ${firstLine(text)}`,
    hint: 'Check that the file is complete and is a Parquet file.',
  },
  {
    test: /No files found that match the pattern "([^"]*)"|Cannot open file "([^"]*)": No such file/,
    code: 'FILE_NOT_FOUND',
    message: (m) => `There is no file “${m[1] ?? m[2]}”.`,
    hint: 'Check the path; relative paths start at the folder of the pipeline.',
  },
  {
    test: /Cannot open file "([^"]*)": (.*)/,
    code: 'FILE_UNREADABLE',
    message: (m) => `The file “${m[1]}” cannot be opened: ${m[2]}`,
    hint: 'Check the permissions of the file and its folder.',
  },
  {
    test: /(?:Could not convert|Failed to cast|Unimplemented type for cast)[\s\S]*?(?:string |value )?["']([\s\S]*?)["'] to ['"]?([A-Z0-9_(), ]+)/,
    code: 'CONVERSION_FAILED',
    message: (m) => `“${m[1]}” is not a valid ${typeWord(m[2] ?? '')}.`,
    hint: 'Use try_cast to get NULL instead, or filter such rows out before the conversion.',
    details: (m, text) => ({ value: m[1] ?? '', ...csvColumn(text) }),
  },
  {
    test: /Conversion Error: ([\s\S]*)|Out of Range Error: ([\s\S]*)/,
    code: 'CONVERSION_FAILED',
    message: (m) => firstLine(m[1] ?? m[2] ?? ''),
    hint: 'Widen the type, or use try_cast to get NULL instead.',
    details: (_, text) => csvColumn(text),
  },
]

const typeWord = (type: string) => type.trim().toLowerCase().replace('varchar', 'text')

function csvCause(text: string): string {
  const lines = text.split('\n').map((l) => l.trim())
  const said = lines.find((l) => l && !/^(Invalid Input Error: )?CSV Error|^Original Line/.test(l))
  return said ?? 'it does not have the expected columns.'
}

/** What DuckDB said, as one of our codes; texts it has never said become INTERNAL. */
export function duckDbError(error: unknown): MigrateError {
  if (error instanceof MigrateError) return error
  const text = error instanceof Error ? error.message : String(error)
  for (const rule of rules) {
    const match = rule.test.exec(text)
    if (!match) continue
    const details = rule.details?.(match, text)
    return new MigrateError(rule.code, rule.message(match, text), {
      hint: rule.hint,
      cause: error,
      ...(details && Object.keys(details).length > 0 ? { details } : {}),
    })
  }
  return new MigrateError('INTERNAL', text.slice(0, 2000), {
    hint: 'This is a fault of the program. Please report it with the run report.',
    cause: error,
  })
}
