import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { PlugZap } from 'lucide-react'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { client, trpc } from '../api/client.ts'
import { extrasOf } from '../api/errors.ts'
import { ErrorNote } from '../app/ErrorNote.tsx'
import type { FieldSpec } from '../inspector/describe-config.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { showToast } from '../ui/toast-store.ts'
import { SettingsForm } from './SettingsForm.tsx'
import type { Settings } from './settings-form.ts'
import { missingFields, toSend } from './settings-form.ts'
import { TestSteps } from './TestSteps.tsx'
import { useConnectionTest } from './use-connection-test.ts'

export interface ConnectionEditorProps {
  readonly title: string
  /** Absent for a new connection. */
  readonly id?: string
  readonly system: string
  readonly fields: readonly FieldSpec[]
  readonly initial: { readonly name: string; readonly settings: Settings }
  readonly stored: readonly string[]
  readonly onClose: () => void
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9 _.-]{0,99}$/

/** The form of a connection; the test runs on what is typed, before anything is saved. */
export function ConnectionEditor(props: ConnectionEditorProps) {
  const { title, id, system, fields, initial, stored, onClose } = props
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState(initial.name)
  const [settings, setSettings] = useState(initial.settings)
  const [asked, setAsked] = useState(false)
  const test = useConnectionTest()
  const save = useMutation({
    mutationFn: async () => {
      const sent = toSend(fields, settings)
      if (id === undefined) await client.connections.create.mutate({ name, system, settings: sent })
      else await client.connections.update.mutate({ id, name, settings: sent })
    },
    async onSuccess() {
      await queries.invalidateQueries(trpc.connections.pathFilter())
      showToast({ title: t`“${name}” was saved.`, tone: 'success' })
      onClose()
    },
  })

  const missing = missingFields(fields, settings, stored)
  const nameProblem = NAME.test(name)
    ? undefined
    : t`Letters, digits, spaces, “_”, “.” and “-”, at most 100.`
  const refused = extrasOf(save.error ?? test.error).fields ?? []
  const problems = {
    ...Object.fromEntries(refused.map((it) => [String(it.path[0]), it.message])),
    ...(asked && Object.fromEntries(missing.map((it) => [it.name, t`This is needed.`]))),
  }
  const change = (next: Settings) => {
    setSettings(next)
    test.clear()
    save.reset()
  }
  const whenComplete = (deed: () => void) => {
    setAsked(true)
    if (missing.length === 0) deed()
  }

  return (
    <Dialog
      isOpen
      size="l"
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button
            icon={PlugZap}
            className="footer-start"
            isPending={test.isRunning}
            onPress={() =>
              whenComplete(() =>
                test.runDraft({
                  ...(id !== undefined && { id }),
                  system,
                  settings: toSend(fields, settings),
                }),
              )
            }
          >
            <Trans>Test</Trans>
          </Button>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="primary" type="submit" form="connection" isPending={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <Form
        id="connection"
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault()
          whenComplete(() => {
            if (nameProblem === undefined) save.mutate()
          })
        }}
      >
        <TextField
          label={t`Name`}
          description={t`Pipelines refer to the connection by this name.`}
          value={name}
          onChange={setName}
          isRequired
          autoFocus
          errorMessage={asked || name !== initial.name ? nameProblem : undefined}
        />
        <SettingsForm
          fields={fields}
          settings={settings}
          onChange={change}
          stored={stored}
          problems={problems}
        />
      </Form>
      <TestSteps steps={test.steps} isRunning={test.isRunning} />
      {test.error !== null && <ErrorNote error={test.error} />}
      {save.error && <ErrorNote error={save.error} />}
    </Dialog>
  )
}
