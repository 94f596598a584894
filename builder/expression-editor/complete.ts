import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Completion as Proposal } from '../../nodes/kit/complete-expression.ts'
import { completions } from '../../nodes/kit/complete-expression.ts'
import { findFunction, signaturesOf } from '../../nodes/kit/functions/index.ts'
import type { Message } from '../../nodes/kit/message.ts'
import type { Schema } from '../../nodes/kit/schema.ts'

export interface CompletionOptions {
  readonly columns: Schema
  /** Aggregates are meant here, so they come first; elsewhere they are not allowed. */
  readonly aggregates: boolean
  readonly translate: (message: Message) => string
}

/** What may stand at the cursor: columns first, then functions with signature and description. */
export const completeExpression =
  (latest: () => CompletionOptions) =>
  (context: CompletionContext): CompletionResult | null => {
    const { columns, aggregates, translate } = latest()
    const { from, options } = completions(context.state.doc.toString(), context.pos, columns)
    if (from === context.pos && !context.explicit) return null
    const isAggregate = ({ kind, label }: Proposal) =>
      kind === 'function' && findFunction(label)?.aggregate === true
    const fitting = options.filter((option) => aggregates || !isAggregate(option))
    const sorted = aggregates
      ? [...fitting].sort((a, b) => +isAggregate(b) - +isAggregate(a))
      : fitting
    return { from, options: sorted.map((it) => toCompletion(it, translate)), filter: false }
  }

function toCompletion(proposal: Proposal, translate: (message: Message) => string): Completion {
  const { label, kind, detail } = proposal
  if (kind !== 'function') return { label, detail, type: kind === 'column' ? 'variable' : kind }
  return {
    label,
    detail: 'ƒ',
    type: 'function',
    apply: (view, _completion, from, to) => {
      const hasParenthesis = view.state.sliceDoc(to, to + 1) === '('
      view.dispatch({
        changes: { from, to, insert: hasParenthesis ? label : `${label}()` },
        selection: { anchor: from + label.length + 1 },
        userEvent: 'input.complete',
      })
    },
    info: () => describe(label, translate),
  }
}

/** Signatures, what it does, and an example. */
function describe(name: string, translate: (message: Message) => string): HTMLElement {
  const box = document.createElement('div')
  const definition = findFunction(name)
  if (!definition) return box
  for (const signature of signaturesOf(definition)) box.append(element('code', signature))
  box.append(element('p', translate(definition.summary)))
  const [example] = definition.examples
  if (example) {
    const result = example.result === undefined ? '' : ` → ${example.result ?? 'null'}`
    box.append(element('code', `${example.expression}${result}`))
  }
  return box
}

function element(name: 'code' | 'p', text: string): HTMLElement {
  const it = document.createElement(name)
  it.textContent = text
  return it
}
