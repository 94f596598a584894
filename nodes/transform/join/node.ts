import { msg } from '@lingui/core/macro'
import { commonType } from '../../kit/coerce.ts'
import { compileNode, inputAt } from '../../kit/compile-node.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import { formatType } from '../../kit/data-type.ts'
import { defineNode } from '../../kit/define-node.ts'
import type { Join, Relation } from '../../kit/relation.ts'
import { join, values } from '../../kit/relations.ts'
import type { JoinConfig } from './config.ts'
import { config } from './config.ts'

export const node = defineNode({
  type: 'transform.join',
  version: 1,
  title: msg`Join`,
  summary: msg`Puts rows of two inputs side by side where columns are equal.`,
  keywords: msg`merge, lookup, combine, match, left, right, inner, outer, semi, anti, cross`,
  inputs: [
    { name: 'left', title: msg`Left` },
    { name: 'right', title: msg`Right` },
  ],
  outputs: [
    { name: 'out', title: msg`Joined rows` },
    { name: 'left-unmatched', title: msg`Left rows without a match` },
    { name: 'right-unmatched', title: msg`Right rows without a match` },
  ],
  config,
  initial: { kind: 'inner', on: [{ left: '', right: '' }] },
  compile: (settings, context) =>
    compileNode((check) => {
      const left = inputAt(context, 'left')
      const right = inputAt(context, 'right')
      if (!left || !right) return undefined
      const on = settings.kind === 'cross' ? [] : pairs(check, settings, left, right)
      if (!check.ok) return undefined
      const { kind, nullsEqual, suffix } = settings
      const swapped = on.map((pair) => ({ left: pair.right, right: pair.left }))
      const unmatched = (side: Relation, other: Relation, by: Join['on']) =>
        kind === 'cross' ? values(side.schema, []) : join('anti', side, other, by, { nullsEqual })
      return {
        outputs: {
          out: join(kind, left, right, on, { nullsEqual, ...(suffix && { suffix }) }),
          'left-unmatched': unmatched(left, right, on),
          'right-unmatched': unmatched(right, left, swapped),
        },
      }
    }),
})

function pairs(check: ConfigCheck, { on }: JoinConfig, left: Relation, right: Relation) {
  if (on.length === 0) check.add('MISSING_SETTING', ['on'])
  return on.flatMap((pair, i) => {
    const a = check.column(left.schema, pair.left, ['on', i, 'left'])
    const b = check.column(right.schema, pair.right, ['on', i, 'right'])
    if (!a || !b) return []
    if (!commonType(a.type, b.type)) {
      const types = { leftType: formatType(a.type), rightType: formatType(b.type) }
      check.add('NOT_COMPARABLE', ['on', i], { left: a.name, right: b.name, ...types })
    }
    return [{ left: a.name, right: b.name }]
  })
}
