import { acceptCompletion, autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import type { Diagnostic } from '@codemirror/lint'
import { setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder as placeholderText } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { Issue } from '../../nodes/kit/issue.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import { useIssueText, useMessage } from '../app/translate.ts'
import type { CompletionOptions } from './complete.ts'
import { completeExpression } from './complete.ts'
import './expression-editor.css'
import { expressionLanguage } from './language.ts'

export interface ExpressionEditorProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly columns: Schema
  /** Problems of this expression; their ranges are marked. */
  readonly issues: readonly Issue[]
  readonly aggregates: boolean
  readonly placeholder: string | undefined
  readonly labelledBy: string
  readonly describedBy: string
}

/** One line that grows. Tab leaves it, Enter takes a proposal, Ctrl+Space asks for proposals. */
export function ExpressionEditor(props: ExpressionEditorProps) {
  const { value, issues, labelledBy, describedBy } = props
  const frame = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const attributes = useRef(new Compartment())
  const translate = useMessage()
  const issueText = useIssueText()
  // Read when something happens, so that the editor is made only once.
  const latest = useRef({ ...props, translate })
  latest.current = { ...props, translate }

  useEffect(() => {
    if (!frame.current) return
    const created = new EditorView({
      parent: frame.current,
      doc: latest.current.value,
      extensions: extensions(latest, attributes.current),
    })
    view.current = created
    return () => {
      created.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    const current = view.current
    if (!current || current.state.doc.toString() === value) return
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } })
  }, [value])

  const hasError = issues.some((i) => i.severity === 'error')
  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.current.reconfigure(
        EditorView.contentAttributes.of({
          'aria-labelledby': labelledBy,
          'aria-describedby': describedBy,
          'aria-invalid': String(hasError),
        }),
      ),
    })
  }, [labelledBy, describedBy, hasError])

  useEffect(() => {
    const current = view.current
    if (!current) return
    const { length } = current.state.doc
    const diagnostics = issues.map((issue): Diagnostic => {
      const { from, to } = issue.range ?? { from: 0, to: length }
      const { text, hint } = issueText(issue)
      return {
        from: Math.min(from, length),
        to: Math.min(Math.max(to, from), length),
        severity: issue.severity,
        message: hint ? `${text} ${hint}` : text,
      }
    })
    current.dispatch(setDiagnostics(current.state, diagnostics))
  }, [issues, issueText])

  return (
    <div ref={frame} className="expression-editor" dir="ltr" data-invalid={hasError || undefined} />
  )
}

type Latest = { readonly current: ExpressionEditorProps & Pick<CompletionOptions, 'translate'> }

const extensions = (latest: Latest, attributes: Compartment) => [
  history(),
  expressionLanguage,
  EditorView.lineWrapping,
  placeholderText(latest.current.placeholder ?? ''),
  attributes.of([]),
  EditorView.updateListener.of((update) => {
    if (!update.docChanged) return
    const text = update.state.doc.toString()
    if (text !== latest.current.value) latest.current.onChange(text)
  }),
  // A line break in an expression is a space: it stays one line in every list and message.
  EditorState.transactionFilter.of((transaction) =>
    transaction.newDoc.lines > 1
      ? [
          transaction,
          {
            changes: {
              from: 0,
              to: transaction.newDoc.length,
              insert: transaction.newDoc.toString().replace(/\s*\n\s*/g, ' '),
            },
            sequential: true,
          },
        ]
      : transaction,
  ),
  autocompletion({
    override: [completeExpression(() => latest.current)],
    icons: false,
    activateOnTyping: true,
    maxRenderedOptions: 60,
  }),
  // Without `indentWithTab`: Tab goes to the next field.
  Prec.high(keymap.of([{ key: 'Enter', run: acceptCompletion, preventDefault: true }])),
  keymap.of([
    ...completionKeymap,
    ...historyKeymap,
    ...defaultKeymap.filter((k) => k.key !== 'Mod-Enter'),
  ]),
]
