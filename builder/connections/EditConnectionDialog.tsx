import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Database } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ConnectionSummary, ConnectorForm, SettingsObject } from '../../server/shapes.ts'
import { trpc } from '../api/client.ts'
import { QueryView } from '../app/QueryView.tsx'
import { describeShape } from '../inspector/describe-config.ts'
import { Dialog } from '../ui/Dialog.tsx'
import './connections.css'
import { ConnectionEditor } from './ConnectionEditor.tsx'
import { initialSettings } from './settings-form.ts'

const useSystems = () =>
  useQuery(trpc.connections.systems.queryOptions(undefined, { staleTime: 600_000 }))

/** First the system, then its settings. */
export function NewConnectionDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui()
  const systems = useSystems()
  const [system, setSystem] = useState<ConnectorForm | null>(null)
  if (system) return <NewConnectionEditor system={system} onClose={onClose} />
  return (
    <Dialog isOpen size="l" title={t`New connection`} onClose={onClose}>
      <QueryView query={systems}>
        {(all) => (
          <ul className="systems" aria-label={t`Which system?`}>
            {all.map((form) => (
              <li key={form.system}>
                <button type="button" className="system-card" onClick={() => setSystem(form)}>
                  <Database aria-hidden />
                  {form.title}
                </button>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Dialog>
  )
}

function NewConnectionEditor(props: { system: ConnectorForm; onClose: () => void }) {
  const { system, onClose } = props
  const { t } = useLingui()
  const fields = useMemo(() => describeShape(system.settings), [system])
  return (
    <ConnectionEditor
      title={t`New connection: ${system.title}`}
      system={system.system}
      fields={fields}
      initial={{ name: '', settings: initialSettings(fields) }}
      stored={[]}
      onClose={onClose}
    />
  )
}

export interface EditConnectionDialogProps {
  readonly connection: ConnectionSummary
  readonly onClose: () => void
}

export function EditConnectionDialog({ connection, onClose }: EditConnectionDialogProps) {
  const { t } = useLingui()
  const { id, name, system } = connection
  const systems = useSystems()
  const detail = useQuery(trpc.connections.get.queryOptions({ id }, { gcTime: 0, staleTime: 0 }))
  const form = systems.data?.find((it) => it.system === system)
  if (form && detail.data)
    return (
      <LoadedEditor
        id={id}
        name={name}
        form={form}
        settings={detail.data.settings}
        stored={detail.data.secrets}
        onClose={onClose}
      />
    )
  return (
    <Dialog isOpen size="l" title={t`Edit ${name}`} onClose={onClose}>
      <QueryView query={systems}>
        {() => <QueryView query={detail}>{() => null}</QueryView>}
      </QueryView>
    </Dialog>
  )
}

interface LoadedEditorProps {
  readonly id: string
  readonly name: string
  readonly form: ConnectorForm
  readonly settings: SettingsObject
  readonly stored: readonly string[]
  readonly onClose: () => void
}

function LoadedEditor({ id, name, form, settings, stored, onClose }: LoadedEditorProps) {
  const { t } = useLingui()
  const fields = useMemo(() => describeShape(form.settings), [form])
  return (
    <ConnectionEditor
      title={t`Edit ${name}`}
      id={id}
      system={form.system}
      fields={fields}
      initial={{ name, settings }}
      stored={stored}
      onClose={onClose}
    />
  )
}
