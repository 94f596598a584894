import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parsePipeline } from '../../runtime/pipeline/parse.ts'
import type { Pipeline } from '../../runtime/pipeline/schema.ts'
import type { TemplateDetail, TemplateSummary } from '../shapes.ts'
import { notFound } from '../trpc/errors.ts'

/** The gallery: every folder with a pipeline that can be read, by name. */
export async function list(folder: string): Promise<TemplateSummary[]> {
  const found = await Promise.all(
    (await names(folder)).map(async (name) => toSummary(name, await documentOf(folder, name))),
  )
  return found.flat()
}

export async function get(folder: string, name: string): Promise<TemplateDetail> {
  const home = await folderOf(folder, name)
  const document = await documentOf(folder, name)
  const [summary] = toSummary(name, document)
  if (!document || !summary) throw notFound('template')
  const [readme, samples] = await Promise.all([
    readFile(join(home, 'README.md'), 'utf8').catch(() => ''),
    readdir(join(home, 'sample'), { recursive: true, withFileTypes: true }).catch(() => []),
  ])
  const files = samples.filter((it) => it.isFile())
  return {
    ...summary,
    document,
    readme,
    samples: files.map((it) => join(it.parentPath, it.name).slice(home.length + 1)).sort(),
  }
}

/** Where a template is. Only a name that is in the list becomes part of a path. */
export async function folderOf(folder: string, name: string): Promise<string> {
  if (!(await names(folder)).includes(name)) throw notFound('template')
  return join(folder, name)
}

async function names(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((it) => it.isDirectory())
    .map((it) => it.name)
    .sort()
}

async function documentOf(folder: string, name: string): Promise<Pipeline | undefined> {
  const text = await readFile(join(folder, name, 'pipeline.json'), 'utf8').catch(() => '')
  return parsePipeline(text).pipeline
}

const toSummary = (name: string, document: Pipeline | undefined): TemplateSummary[] =>
  document
    ? [{ name, title: document.name, summary: document.description, nodes: document.nodes.length }]
    : []
