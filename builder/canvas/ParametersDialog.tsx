import { Trans, useLingui } from '@lingui/react/macro'
import { Play } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { resolveParameters } from '../../runtime/pipeline/parameters.ts'
import type { Parameter } from '../../runtime/pipeline/schema.ts'
import { useIssueText } from '../app/translate.ts'
import { useDocument, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { runWith } from './start-run.ts'

/** Asks for the values of the parameters before a run. */
export function ParametersDialog() {
  const { t } = useLingui()
  const session = useSession()
  const document = useDocument()
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [tried, setTried] = useState(false)
  const issueText = useIssueText()
  const { issues } = resolveParameters(document, values)
  const close = () => session.ui.setState({ dialog: undefined })
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setTried(true)
    if (issues.length === 0) runWith(session, values)
  }
  const problem = (index: number) => {
    const found = issues.find((i) => i.path[0] === 'parameters' && i.path[1] === index)
    return tried && found ? issueText(found).text : undefined
  }
  return (
    <Dialog
      title={t`Run with parameters`}
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" icon={Play} onPress={() => submit()}>
            <Trans>Run</Trans>
          </Button>
        </>
      }
    >
      <form className="stack" onSubmit={submit}>
        {document.parameters.map((parameter, index) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name]}
            problem={problem(index)}
            onChange={(value) =>
              setValues(({ [parameter.name]: _, ...others }) =>
                value === '' ? others : { ...others, [parameter.name]: value },
              )
            }
          />
        ))}
        {/* Enter in a field runs. */}
        <button type="submit" hidden>
          <Trans>Run</Trans>
        </button>
      </form>
    </Dialog>
  )
}

function ParameterField(props: {
  readonly parameter: Parameter
  readonly value: string | undefined
  readonly problem: string | undefined
  readonly onChange: (value: string) => void
}) {
  const { t } = useLingui()
  const { parameter, value, problem, onChange } = props
  const { name, type, description } = parameter
  const look = {
    label: name,
    errorMessage: problem,
    ...(description && { description }),
  }
  if (type === 'boolean')
    return (
      <Select
        {...look}
        value={value ?? parameter.default ?? null}
        onChange={onChange}
        options={[
          { id: 'true', label: t`Yes` },
          { id: 'false', label: t`No` },
        ]}
      />
    )
  return (
    <TextField
      {...look}
      value={value ?? ''}
      onChange={onChange}
      {...(type === 'date' && { type: 'date' as const })}
      {...(type === 'number' && { inputMode: 'decimal' as const })}
      placeholder={parameter.default ?? ''}
      isRequired={parameter.default === undefined}
    />
  )
}
