import type { Expression } from '../../../nodes/kit/expression.ts'
import { call, literal } from '../../../nodes/kit/expression.ts'
import type { Extractor, Piece } from './extract.ts'

/** Names of the same things, place by place. */
interface Names {
  readonly lists: readonly (readonly string[])[]
  readonly cost: number
}

const days = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const states =
  'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming'
    .split(',')
    .map((entry) => [entry.slice(0, 2), entry.slice(3)] as const)

let known: readonly Names[] | undefined

function allNames(): readonly Names[] {
  known ??= [
    { lists: [days, days.map((d) => d.slice(0, 3)), days.map((_, i) => String(i + 1))], cost: 2.2 },
    { lists: [states.map(([code]) => code), states.map(([, name]) => name)], cost: 2.4 },
    { lists: countries(), cost: 2.6 },
  ]
  return known
}

/** Two-letter codes and English names of the countries that this machine knows. */
function countries(): string[][] {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))
  const codes = letters.flatMap((a) => letters.map((b) => a + b))
  // Codes of the ISO that name no country, or name one a second time.
  const others = new Set(
    'AC CP CQ DD DG EA EU EZ FX IC QO SU TA TP UK UN XA XB XK YD YU ZR ZZ'.split(' '),
  )
  const real = codes.flatMap((code) => {
    const name = others.has(code) ? undefined : names.of(code)
    return name ? [[code, name] as const] : []
  })
  return [real.map(([code]) => code), real.map(([, name]) => name)]
}

/** What is general knowledge: names and codes of weekdays, states and countries. */
export function lookupParts(out: Extractor, from: Piece, outputs: readonly string[]): void {
  if (from.values.some((v) => v.length > 40)) return
  for (const { lists, cost } of allNames())
    for (const keys of lists) {
      const places = from.values.map((v) =>
        keys.findIndex((k) => k.toLowerCase() === v.toLowerCase()),
      )
      if (places.includes(-1)) continue
      for (const names of lists) {
        if (names === keys) continue
        const values = places.map((place) => names[place] as string)
        if (!values.every((v, e) => outputs[e]?.toLowerCase().includes(v.toLowerCase()))) continue
        const lowered = from.values.some((v, e) => v !== keys[places[e] as number])
        const expression = lookup(from.expression, keys, names, lowered)
        out.offer({ expression, values, cost: from.cost + cost })
      }
    }
}

/** Short however long the lists are: the name that stands where the key stands. */
function lookup(
  value: Expression,
  keys: readonly string[],
  names: readonly string[],
  lowered: boolean,
): Expression {
  const plain =
    value.kind === 'call' && /^(?:lower|upper|initcap)$/.test(value.fn) ? value.args[0] : value
  const subject = lowered ? call('lower', plain ?? value) : value
  const written = keys.map((key) => (lowered ? key.toLowerCase() : key))
  const place = call('list_position', listed(written), subject)
  return call('list_get', listed(names), place)
}

const listed = (items: readonly string[]) => call('split', literal(items.join('|')), literal('|'))
