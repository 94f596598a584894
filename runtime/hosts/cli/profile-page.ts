import type { Association, ColumnProfile, TableProfile } from '../../report.ts'
import { formatCount } from './output.ts'
import { alertText, figure } from './profile-text.ts'

const style = `
:root { color-scheme: light dark; --line: light-dark(#d5dae2, #39414e); --bar: light-dark(#3b6fd4, #7aa2f7); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
table { border-collapse: collapse; } th, td { text-align: start; padding: .2rem .8rem .2rem 0; vertical-align: top; }
section { border-top: 1px solid var(--line); padding: 1rem 0; display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; }
section h2 { flex-basis: 100%; margin: 0; font-size: 1.1rem; } small { opacity: .75; font-weight: normal; }
svg rect { fill: var(--bar); } .heat td { padding: .3rem .5rem; text-align: center; font-size: .8rem; }`

/** A profile as one page without any other file: figures, plots, alerts. */
export function profilePage(title: string, profile: TableProfile): string {
  const { rows, completeRows, duplicateRows, columns, alerts, sampledRows } = profile
  const facts = [
    ['Rows', formatCount(rows)],
    ['Columns', formatCount(columns.length)],
    ['Rows without any NULL', formatCount(completeRows)],
    [
      'Duplicate rows',
      duplicateRows === null ? 'too many rows to tell' : formatCount(duplicateRows),
    ],
    ...(sampledRows === null
      ? []
      : [['Correlations and shapes', `of ${formatCount(sampledRows)} random rows`]]),
  ]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Profile of ${escapeHtml(title)}</title><style>${style}</style></head><body>
<h1>Profile of ${escapeHtml(title)}</h1>
${table(facts)}
${alerts.length > 0 ? `<h2>To look at</h2><ul>${alerts.map((a) => `<li>${escapeHtml(alertText(a))}</li>`).join('')}</ul>` : ''}
${columns.map(section).join('\n')}
${heat(
  'Pearson correlation',
  profile.correlations.filter((c) => c.kind === 'pearson'),
)}
${heat(
  'Spearman rank correlation',
  profile.correlations.filter((c) => c.kind === 'spearman'),
)}
${heat(
  'Association of categories (Cramér’s V)',
  profile.correlations.filter((c) => c.kind === 'cramers-v'),
)}
${heat('Missing together', profile.missing)}
</body></html>
`
}

function section(c: ColumnProfile): string {
  const n = c.numbers
  const facts = [
    ['NULL', formatCount(c.nulls)],
    ['Distinct', `${c.estimated ? 'about ' : ''}${formatCount(c.distinct)}`],
    ['Smallest', c.min ?? ''],
    ['Largest', c.max ?? ''],
    ['Length', c.minLength === null ? '' : `${c.minLength} to ${c.maxLength}`],
    ['Mean', figure(c.mean)],
    ['Standard deviation', figure(n?.std ?? null)],
    ['Skewness', figure(n?.skewness ?? null)],
    ['Excess kurtosis', figure(n?.kurtosis ?? null)],
    ['Zero', n ? formatCount(n.zeros) : ''],
    ['Entropy', c.entropy === null ? '' : `${figure(c.entropy)} bits`],
    ...(n?.quantiles.map((q) => [`${q.p * 100} %`, figure(q.value)]) ?? []),
  ].filter(([, value]) => value !== '')
  const counts = (list: ColumnProfile['top']) =>
    table(list.map((t) => [t.value, formatCount(t.count)]))
  return `<section><h2>${escapeHtml(c.column)} <small>${escapeHtml(c.type)}</small></h2>
${table(facts)}${n ? histogram(n.histogram, c.column) : ''}
${c.top.length > 0 ? `<div><b>Most frequent</b>${counts(c.top)}</div>` : ''}
${c.shapes.length > 0 ? `<div><b>Shapes</b>${counts(c.shapes)}</div>` : ''}</section>`
}

const table = (rows: readonly (readonly string[])[]) =>
  `<table>${rows.map(([key = '', value = '']) => `<tr><th scope="row">${escapeHtml(key)}</th><td>${escapeHtml(value)}</td></tr>`).join('')}</table>`

function histogram(bins: NonNullable<ColumnProfile['numbers']>['histogram'], of: string): string {
  const most = Math.max(1, ...bins.map((b) => b.count))
  const bars = bins.map(({ from, to, count }, i) => {
    const height = (count / most) * 100
    return `<rect x="${i * 15}" y="${100 - height}" width="13" height="${height}"><title>${figure(from)} to ${figure(to)}: ${formatCount(count)}</title></rect>`
  })
  return `<svg role="img" aria-label="Distribution of ${escapeHtml(of)}" width="${bins.length * 15}" height="100">${bars.join('')}</svg>`
}

function heat(title: string, pairs: readonly Association[]): string {
  if (pairs.length === 0) return ''
  const names = [...new Set(pairs.flatMap((p) => [p.left, p.right]))]
  const value = (a: string, b: string) =>
    a === b
      ? 1
      : pairs.find((p) => [p.left, p.right].includes(a) && [p.left, p.right].includes(b))?.value
  const cell = (v: number | undefined) =>
    v === undefined
      ? '<td></td>'
      : `<td style="background:color-mix(in srgb, ${v < 0 ? '#d9534f' : '#3b6fd4'} ${Math.round(Math.abs(v) * 70)}%, transparent)">${v.toFixed(2)}</td>`
  const head = names.map((n) => `<th scope="col">${escapeHtml(n)}</th>`).join('')
  const body = names.map(
    (a) =>
      `<tr><th scope="row">${escapeHtml(a)}</th>${names.map((b) => cell(value(a, b))).join('')}</tr>`,
  )
  return `<h2>${title}</h2><table class="heat"><tr><td></td>${head}</tr>${body.join('')}</table>`
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark)
