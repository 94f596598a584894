import { Trans } from '@lingui/react/macro'
import { useIssueText } from '../app/translate.ts'
import { useUi } from '../store/session.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import type { FieldSpec, Json } from './describe-config.ts'
import { describeConfig, isShown } from './describe-config.ts'
import { FieldEditor } from './FieldEditor.tsx'
import type { Path } from './form-context.ts'
import { isInside, useForm, valueAt } from './form-context.ts'

/** The form of the open node, derived from nothing but its config schema. */
export function ConfigForm() {
  const { definition, issues } = useForm()
  const issueText = useIssueText()
  const fields = describeConfig(definition)
  // Everything that no field answers for: the node as a whole.
  const general = issues.filter((i) => !fields.some((f) => isInside(i.path, [f.name])))
  return (
    <>
      {general.map((i) => {
        const { text, hint } = issueText(i)
        const tone = { error: 'danger', warning: 'warning', info: 'info' } as const
        return (
          <ProblemNote key={`${i.code} ${text}`} title={text} tone={tone[i.severity]}>
            {hint}
          </ProblemNote>
        )
      })}
      {fields.length === 0 && (
        <p className="muted">
          <Trans>This node needs no settings.</Trans>
        </p>
      )}
      <Fields fields={fields} path={[]} />
    </>
  )
}

/** The fields of an object; those for experts are folded away until they say something. */
export function Fields(props: { readonly fields: readonly FieldSpec[]; readonly path: Path }) {
  const { fields, path } = props
  const { node, issues } = useForm()
  const wanted = useUi((s) => s.wanted)
  const values = (valueAt(node.config, path) ?? {}) as Record<string, Json>
  const shown = fields.filter((f) => isShown(f, fields, values))
  const basic = shown.filter((f) => !f.meta.advanced)
  const advanced = shown.filter((f) => f.meta.advanced)
  const isOpen = advanced.some(
    (f) =>
      isInside(wanted?.path ?? [], [...path, f.name]) ||
      issues.some((i) => isInside(i.path, [...path, f.name])),
  )
  return (
    <>
      {basic.map((f) => (
        <FieldEditor key={f.name} spec={f} path={[...path, f.name]} />
      ))}
      {advanced.length > 0 && (
        <Disclosure key={String(isOpen)} title={<Trans>Advanced</Trans>} defaultExpanded={isOpen}>
          <div className="inspector-form">
            {advanced.map((f) => (
              <FieldEditor key={f.name} spec={f} path={[...path, f.name]} />
            ))}
          </div>
        </Disclosure>
      )}
    </>
  )
}
