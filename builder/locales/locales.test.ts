import { readFileSync } from 'node:fs'
import { formatter } from '@lingui/format-po'
import { describe, expect, it } from 'vitest'

const load = async (locale: string) =>
  await formatter({ lineNumbers: false }).parse(
    readFileSync(new URL(`./${locale}.po`, import.meta.url), 'utf8'),
    { locale, sourceLocale: 'en', filename: `${locale}.po` },
  )

interface Plural {
  readonly variable: string
  readonly forms: ReadonlyMap<string, string>
}

/** The end of the group that opens at `from`. */
function closing(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}' && --depth === 0) return at
  }
  throw new Error(`A brace is not closed: ${text}`)
}

/** Names of placeholders and tags, and the plurals; what stands inside plurals counts too. */
function partsOf(text: string): { names: ReadonlySet<string>; plurals: readonly Plural[] } {
  const names = new Set<string>([...text.matchAll(/<\/?(\d+)\/?>/g)].map(([tag]) => tag))
  const plurals: Plural[] = []
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    const end = closing(text, at)
    const inside = text.slice(at + 1, end)
    const plural = /^(\w+), plural,/.exec(inside)
    if (plural) {
      const forms = new Map<string, string>()
      for (let form = plural[0].length; ; ) {
        const open = inside.indexOf('{', form)
        if (open < 0) break
        const close = closing(inside, open)
        forms.set(inside.slice(form, open).trim(), inside.slice(open + 1, close))
        form = close + 1
      }
      plurals.push({ variable: plural[1] ?? '', forms })
      for (const name of [...forms.values()].flatMap((it) => [...partsOf(it).names]))
        names.add(name)
    }
    names.add(plural?.[1] ?? inside)
    at = end + 1
  }
  return { names, plurals }
}

const source = await load('en')
const catalogs = { de: await load('de'), ar: await load('ar') }

describe.each(['de', 'ar'] as const)('%s', (locale) => {
  const catalog = catalogs[locale]
  const entries = Object.entries(source)
  const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted()

  it('has the messages of the source, no more and no fewer', () => {
    expect(Object.keys(catalog).toSorted()).toEqual(Object.keys(source).toSorted())
    expect(entries.length).toBeGreaterThan(1000)
  })

  it('leaves nothing untranslated', () => {
    const missing = entries.filter(([id]) => !catalog[id]?.translation)
    expect(missing.map(([, it]) => it.message)).toEqual([])
  })

  it('has no translation that waits for a look', () => {
    const fuzzy = Object.values(catalog).filter((it) =>
      (it.extra as { flags?: string[] } | undefined)?.flags?.includes('fuzzy'),
    )
    expect(fuzzy.map((it) => it.message)).toEqual([])
  })

  it('keeps every placeholder and tag', () => {
    const wrong = entries.flatMap(([id, { message = '' }]) => {
      const [wanted, found] = [message, catalog[id]?.translation ?? ''].map((text) =>
        [...partsOf(text).names].toSorted().join(' '),
      )
      return wanted === found ? [] : [`${message} → ${catalog[id]?.translation}`]
    })
    expect(wrong).toEqual([])
  })

  it('has every plural form of the language', () => {
    const wrong = entries.flatMap(([id, { message = '' }]) => {
      const [wanted, found] = [message, catalog[id]?.translation ?? ''].map(
        (text) => partsOf(text).plurals,
      )
      const complete = found?.every(
        ({ forms }) => [...forms.keys()].toSorted().join() === categories.join(),
      )
      return found?.length === wanted?.length && complete ? [] : [message]
    })
    expect(wrong).toEqual([])
    expect(
      entries.filter(([, { message }]) => / plural,/.test(message ?? '')).length,
    ).toBeGreaterThan(20)
  })
})

it('reads placeholders inside plurals', () => {
  const { names, plurals } = partsOf('<0>{a}</0> {n, plural, one {{x} row} other {# rows}}')
  expect([...names].toSorted()).toEqual(['</0>', '<0>', 'a', 'n', 'x'])
  expect([...(plurals[0]?.forms ?? [])]).toEqual([
    ['one', '{x} row'],
    ['other', '# rows'],
  ])
})
