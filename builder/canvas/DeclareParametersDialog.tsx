import { Trans, useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Parameter } from '../../runtime/pipeline/schema.ts'
import { parameterSchema } from '../../runtime/pipeline/schema.ts'
import { setParameters } from '../store/commands.ts'
import { useDocument, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'

interface Line extends Parameter {
  readonly key: number
}

let lastKey = 0
const lineOf = (parameter: Parameter): Line => ({ ...parameter, key: ++lastKey })

/** The parameters a pipeline has; a setting uses one as `${name}`. */
export function DeclareParametersDialog() {
  const { t } = useLingui()
  const session = useSession()
  const document = useDocument()
  const [lines, setLines] = useState(() => document.parameters.map(lineOf))
  const close = () => session.ui.setState({ dialog: undefined })
  const change = (key: number, part: Partial<Parameter>) =>
    setLines((all) => all.map((l) => (l.key === key ? { ...l, ...part } : l)))
  const problemOf = ({ name, key }: Line): string | undefined => {
    if (!parameterSchema.shape.name.safeParse(name).success)
      return t`Letters, digits and _ only, a letter first.`
    return lines.some((l) => l.name === name && l.key < key) ? t`This name is taken.` : undefined
  }
  const hasProblem = lines.some(problemOf)
  const submit = () => {
    session.editor.getState().execute(setParameters(lines.map(({ key: _, ...p }) => p)))
    close()
  }
  return (
    <Dialog
      title={t`Parameters`}
      size="l"
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" isDisabled={hasProblem} onPress={submit}>
            <Trans>Apply</Trans>
          </Button>
        </>
      }
    >
      <div className="stack">
        <p className="muted">
          <Trans>
            Values given at the start of a run. Any setting uses one as <code>{'${name}'}</code>.
          </Trans>
        </p>
        {lines.map((line) => (
          <div key={line.key} className="parameter-line">
            <TextField
              label={t`Name`}
              value={line.name}
              onChange={(name) => change(line.key, { name })}
              errorMessage={line.name === '' ? undefined : problemOf(line)}
              code
            />
            <Select
              label={t`Type`}
              value={line.type}
              onChange={(type) => change(line.key, { type: type as Parameter['type'] })}
              options={[
                { id: 'text', label: t`Text` },
                { id: 'number', label: t`Number` },
                { id: 'boolean', label: t`Yes or no` },
                { id: 'date', label: t`Date` },
              ]}
            />
            <TextField
              label={t`Default`}
              value={line.default ?? ''}
              onChange={(value) =>
                setLines((all) =>
                  all.map((l) => {
                    if (l.key !== line.key) return l
                    const { default: _, ...rest } = l
                    return value === '' ? rest : { ...rest, default: value }
                  }),
                )
              }
            />
            <IconButton
              label={t`Delete the parameter`}
              icon={Trash2}
              onPress={() => setLines((all) => all.filter((l) => l.key !== line.key))}
            />
          </div>
        ))}
        <div>
          <Button
            icon={Plus}
            onPress={() => setLines((all) => [...all, lineOf({ name: '', type: 'text' })])}
          >
            <Trans>Add a parameter</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
