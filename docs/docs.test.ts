import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { generatePages } from './generate.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = generatePages()

test.each([...pages])('docs/%s is what npm run docs writes', (path, text) => {
  expect(read(`docs/${path}`)).toBe(text)
})

test('no page is left of a node type that is gone', () => {
  const known = [...pages.keys()].filter((path) => path.startsWith('nodes/'))
  expect(readdirSync(join(root, 'docs/nodes')).map((name) => `nodes/${name}`)).toEqual(known.sort())
})

const handWritten = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']
const markdown = [
  ...handWritten,
  ...filesUnder('docs'),
  ...filesUnder('templates'),
  ...filesUnder('nodes'),
  ...filesUnder('bench'),
].filter((path) => path.endsWith('.md'))

test.each(markdown)('every relative link of %s leads somewhere', (path) => {
  expect(brokenLinks(path)).toEqual([])
})

test('every script named in a hand-written page exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = ['README.md', 'CONTRIBUTING.md', 'bench/README.md'].flatMap((path) =>
    [...read(path).matchAll(/npm (?:run (?:-s )?)([\w:-]+)/g)].map(([, name]) => name ?? ''),
  )
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

test('the node of the recipe is the one that a test adds', () => {
  const recipe = /```ts\n([\s\S]*?)\n *```/.exec(
    read('CONTRIBUTING.md').replace(/^ {3}/gm, ''),
  )?.[1]
  const added = read('e2e/add-node.test.ts').replaceAll('\\`', '`')
  expect(recipe).toContain('defineNode({')
  expect(added).toContain(recipe)
})

test('the README stays short', () => {
  expect(read('README.md').split('\n').length).toBeLessThanOrEqual(250)
})

function brokenLinks(path: string): string[] {
  const text = read(path)
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '')
  return links.filter((link) => {
    if (/^[a-z]+:/i.test(link)) return false
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? join(root, path) : resolve(root, dirname(path), file)
    if (!existsSync(target)) return true
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).has(anchor)
  })
}

/** The anchors a renderer makes of headings. */
const anchorsOf = (text: string) =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.split('/').includes('out'))
    .map((path) => `${folder}/${path}`)
}
