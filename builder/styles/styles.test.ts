import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((it) =>
  it.endsWith('.css'),
)
const tokens = readFileSync(`${root}/styles/tokens.css`, 'utf8')

/** Colour roles as [light, dark]. */
const colours = new Map(
  [...tokens.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, [light, dark] as const],
  ),
)

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['surface-page', 'surface', 'surface-raised', 'surface-sunken', 'surface-hover']
const on = (front: readonly string[], back: readonly string[], least: number) =>
  front.flatMap((a) => back.map((b) => [a, b, least] as const))
const tones = ['danger', 'warning', 'success', 'info', 'neutral']
const kinds = [...colours.keys()].filter((it) => it.startsWith('kind-'))

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const colour = (name: string) => {
    const pair = colours.get(name)
    if (!pair) throw new Error(`tokens.css has no colour --${name}`)
    return pair[theme === 'light' ? 0 : 1]
  }
  it.each([
    ...on(['text', 'text-muted', 'text-subtle', 'text-accent'], surfaces, 4.5),
    ...on(['text', 'text-accent'], ['surface-selected'], 4.5),
    ...on(['on-accent'], ['accent', 'accent-hover', 'danger-fill', 'danger-fill-hover'], 4.5),
    ...tones.map((tone) => [tone, `${tone}-surface`, 4.5] as const),
    ...on(tones, ['surface', 'surface-page', 'surface-raised'], 4.5),
    ...tones.map((tone) => ['text', `${tone}-surface`, 4.5] as const),
    ...on(kinds, ['surface', 'surface-page', 'surface-sunken'], 3),
    ...on(['border-control', 'focus'], ['surface', 'surface-page', 'surface-raised'], 3),
    ...on(['accent'], ['surface', 'surface-page'], 3),
    ['focus', 'focus-gap', 3] as const,
  ])('%s on %s is at least %s to 1', (front, back, least) => {
    expect(contrast(colour(front), colour(back))).toBeGreaterThanOrEqual(least)
  })
})

it('gives every kind of node an accent', () => {
  expect(kinds).toHaveLength(8)
})

describe('turns round with the reading direction', () => {
  const physical =
    /(?:^|[\s;{])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right)\s*:|(?:text-align|float):\s*(?:left|right)/
  // The graph itself runs from left to right in every language.
  it.each(files.filter((it) => !it.startsWith('canvas/')))(
    '%s uses logical properties only',
    (file) => {
      const lines = readFileSync(`${root}/${file}`, 'utf8').split('\n')
      expect(lines.filter((line) => physical.test(line))).toEqual([])
    },
  )
})
