import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import { registry } from '../../../nodes/index.ts'
import type { EngineInput } from '../../engine/index.ts'
import type { Pipeline } from '../../pipeline/schema.ts'
import { openConnections } from './connections.ts'
import { loadPipeline } from './load-pipeline.ts'
import type { OutputFormat } from './output.ts'

/** Options of every command that starts from a pipeline file. */
export interface PipelineOptions {
  readonly param?: Readonly<Record<string, string>>
  readonly connections?: string
  readonly server?: string
  readonly memoryLimit?: string
  readonly threads?: number
  readonly tempDir?: string
  readonly output: OutputFormat
}

export const outputOption = () =>
  new Option('-o, --output <format>', 'form of the result on stdout')
    .choices(['text', 'json', 'ndjson'])
    .default('text')

export const serverOption = () =>
  new Option(
    '--server <url>',
    'also take the connections that migrateiq serve keeps there [MIGRATEIQ_SERVER]',
  )

export const pipelineOptions = (
  command: Command,
  [name, what] = ['<pipeline>', 'pipeline file (JSON); - for standard input'],
): Command =>
  command
    .argument(name, what)
    .option('-p, --param <name=value>', 'value of a parameter; may be given again', collect)
    .option(
      '-c, --connections <file>',
      'connections file (default: connections.json beside the pipeline)',
    )
    .addOption(serverOption())
    .option(
      '--memory-limit <size>',
      'memory of the engine, e.g. 256MB; the rest spills to disk',
      size,
    )
    .option('--threads <n>', 'threads of the engine', positive)
    .option('--temp-dir <folder>', 'folder for pipes and spilled data')
    .addOption(outputOption())

function collect(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write it as name=value.')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

export function positive(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('Not a whole number above 0.')
  return value
}

export function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError('Not a whole number from 0 up.')
  return value
}

export function size(text: string): string {
  if (/^\d+(\.\d+)? ?[KMGT]i?B$/i.test(text)) return text
  throw new InvalidArgumentError('Write it as 256MB or 1GB.')
}

/** What the engine needs, from the options; `pipeline` replaces the one of a file. */
export async function engineInput(
  file: string,
  options: PipelineOptions,
  made?: { pipeline: Pipeline; baseDir: string },
): Promise<EngineInput> {
  const { pipeline, baseDir } = made ?? (await loadPipeline(file))
  const { memoryLimit, threads, tempDir } = options
  return {
    pipeline,
    parameters: options.param ?? {},
    connections: await openConnections({
      baseDir,
      file: options.connections,
      server: options.server,
    }),
    registry,
    options: { baseDir, memoryLimit, threads, tempDir },
  }
}

/** Ctrl+C stops the work cleanly the first time and at once the second. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return controller.signal
}
