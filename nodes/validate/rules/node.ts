import { msg } from '@lingui/core/macro'
import { compileRows, inputAt } from '../../kit/compile-node.ts'
import type { ConfigCheck } from '../../kit/config-check.ts'
import { defineNode } from '../../kit/define-node.ts'
import { isTrue } from '../../kit/expression.ts'
import type { Relation } from '../../kit/relation.ts'
import { aggregate } from '../../kit/relations.ts'
import { splitRows } from '../../kit/split-rows.ts'
import type { GateStage } from '../../kit/stage.ts'
import type { Rule, RulesConfig } from './config.ts'
import { config } from './config.ts'
import { prepareRules } from './prepare-rules.ts'

export const node = defineNode({
  type: 'validate.rules',
  version: 1,
  title: msg`Validate`,
  summary: msg`Checks rows against rules, parts the bad ones off, and stops the run at too many.`,
  keywords: msg`check, quality, rule, constraint, expectation, test, reject, quarantine, assert`,
  inputs: [
    { name: 'in', title: msg`Rows` },
    { name: 'reference', title: msg`Reference`, optional: true },
  ],
  outputs: [
    { name: 'pass', title: msg`Rows that keep all rules` },
    { name: 'reject', title: msg`Rejected rows`, reject: true, keep: true },
  ],
  config,
  initial: { rules: [] },
  compile: (settings, context) =>
    compileRows(context, (rows, check) => {
      if (settings.rules.length === 0) return check.add('MISSING_SETTING', ['rules'])
      const prepared = prepareRules(check, rows, inputAt(context, 'reference'), settings.rules)
      const expectations = readExpectations(check, rows, settings.rules)
      if (!check.ok) return undefined
      const { pass, reject } = splitRows(prepared.rows, prepared.rules, rows.schema)
      const stage = gate(settings, rows, reject, expectations)
      return { outputs: { pass, reject }, ...(stage && { stage }) }
    }),
})

function readExpectations(check: ConfigCheck, rows: Relation, rules: readonly Rule[]) {
  return rules.flatMap((rule, i): GateStage['expectations'] => {
    if (rule.check !== 'expectation') return []
    const options = { aggregates: 'required', expect: 'boolean' } as const
    const path = ['rules', i, 'expression']
    const typed = check.expression(rows.schema, rule.expression, path, options)
    if (!typed) return []
    const holds = { name: 'holds', expression: isTrue(typed.expression) }
    return [{ name: rule.name || rule.expression, relation: aggregate(rows, [], [holds]) }]
  })
}

/** Undefined where nothing can stop the run: rows then flow through without a stop. */
function gate(
  { maxRejectedRows, maxRejectedShare }: RulesConfig,
  input: Relation,
  rejected: Relation,
  expectations: GateStage['expectations'],
): GateStage | undefined {
  const unlimited = maxRejectedRows === undefined && maxRejectedShare === undefined
  if (unlimited && expectations.length === 0) return undefined
  const maxRejected = { rows: maxRejectedRows, share: maxRejectedShare }
  return { kind: 'gate', input, rejected, maxRejected, expectations }
}
