import { createReadStream, createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import chardet from 'chardet'
import iconv from 'iconv-lite'
import { MigrateError } from '../../error.ts'

const sampleBytes = 256 * 1024

export type Compression = 'none' | 'gzip' | 'zstd'

/** How the bytes of a text file are packed and which characters they stand for. */
export interface TextForm {
  readonly compression: Compression
  /** A name iconv-lite knows; `utf-8` needs no conversion. */
  readonly encoding: string
}

/**
 * Encoding by byte order mark, else UTF-8 where the sample is valid, else by statistics.
 * @throws MigrateError WRONG_ENCODING where `declared` is unknown or cannot be right.
 */
export async function textForm(path: string, declared?: string): Promise<TextForm> {
  const compression = await compressionOf(path)
  // Node 20 cannot unpack zstd; DuckDB can, and refuses what is not UTF-8.
  if (compression === 'zstd') return { compression, encoding: 'utf-8' }
  const sample = await readBeginning(path, sampleBytes)
  if (declared !== undefined) {
    const encoding = normal(declared)
    if (!iconv.encodingExists(encoding))
      throw new MigrateError('WRONG_ENCODING', `There is no encoding “${declared}”.`, {
        hint: 'Use e.g. utf-8, windows-1252, latin1 or utf-16le.',
      })
    if (encoding === 'utf-8' && !isUtf8(sample)) throw wrongEncoding(path, declared, guess(sample))
    return { compression, encoding }
  }
  const [a, b, c] = sample
  if (a === 0xef && b === 0xbb && c === 0xbf) return { compression, encoding: 'utf-8' }
  if (a === 0xff && b === 0xfe) return { compression, encoding: 'utf-16le' }
  if (a === 0xfe && b === 0xff) return { compression, encoding: 'utf-16be' }
  return { compression, encoding: isUtf8(sample) ? 'utf-8' : guess(sample) }
}

const normal = (encoding: string) => (/^utf-?8$/i.test(encoding) ? 'utf-8' : encoding.toLowerCase())

const wrongEncoding = (path: string, declared: string, likely: string) =>
  new MigrateError('WRONG_ENCODING', `“${basename(path)}” is not ${declared}.`, {
    hint: `It looks like ${likely}. Set the encoding, or leave it empty to have it detected.`,
    details: { path: basename(path), declared, likely },
  })

/** Valid UTF-8, apart from a character cut off by the end of the sample. */
function isUtf8(sample: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}

function guess(sample: Buffer): string {
  const found = chardet.detect(sample)?.toLowerCase() ?? 'windows-1252'
  // Latin-1 proper has control characters where texts have curly quotes and the euro sign.
  const encoding = found === 'iso-8859-1' || found === 'ascii' ? 'windows-1252' : found
  return iconv.encodingExists(encoding) ? encoding : 'windows-1252'
}

async function compressionOf(path: string): Promise<Compression> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    if (buffer[0] === 0x1f && buffer[1] === 0x8b) return 'gzip'
    return buffer.readUInt32LE() === 0xfd2fb528 ? 'zstd' : 'none'
  } finally {
    await file.close()
  }
}

/** The first bytes, unpacked; none of a file that is packed with zstd. */
export async function readBeginning(path: string, most: number): Promise<Buffer> {
  const compression = await compressionOf(path)
  if (compression === 'zstd') return Buffer.alloc(0)
  const chunks: Buffer[] = []
  let size = 0
  const file = createReadStream(path, { highWaterMark: 64 * 1024 })
  const bytes = compression === 'gzip' ? file.pipe(createGunzip()) : file
  file.on('error', (error) => bytes.destroy(error))
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= most) break
  }
  file.destroy()
  return Buffer.concat(chunks).subarray(0, most)
}

/** Writes the file's text as UTF-8 to `target`, without its byte order mark. */
export async function transcode(
  path: string,
  form: TextForm,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const decoder = iconv.getDecoder(form.encoding)
  const convert = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(decoder.write(chunk)))
    },
    flush(done) {
      const rest = decoder.end()
      done(null, rest ? Buffer.from(rest) : undefined)
    },
  })
  const unpack = form.compression === 'gzip' ? [createGunzip()] : []
  await pipeline(
    [
      createReadStream(path, { highWaterMark: 256 * 1024 }),
      ...unpack,
      convert,
      createWriteStream(target),
    ],
    signal ? { signal } : {},
  )
}
