/** The parts of the editor that F6 goes through, in their order on the page. */
const regions = '[data-region]'
const focusable =
  '[tabindex="0"], button:not([disabled], [tabindex="-1"]), a[href], input:not([disabled]), ' +
  'textarea, select, [contenteditable="true"]'

/** Puts the focus on the next part of the page that has something to focus. */
export function nextRegion(step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(regions)].filter(
    (it) => it.offsetParent !== null && it.querySelector(focusable),
  )
  if (all.length === 0) return
  const now = all.findIndex((it) => it.contains(document.activeElement))
  const next = all[(now + step + all.length) % all.length]
  const main = next?.querySelector<HTMLElement>('.react-flow__node[tabindex="0"]')
  const first = main ?? next?.querySelector<HTMLElement>(focusable)
  first?.focus()
}
