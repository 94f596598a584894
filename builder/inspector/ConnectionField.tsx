import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleX, PlugZap } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { client, trpc } from '../api/client.ts'
import { errorData } from '../api/errors.ts'
import { Button, LinkButton } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import type { ValueProps } from './FieldEditor.tsx'

/** A connection by its name, with a test; a name that is not known here is kept. */
export function ConnectionField({
  label,
  description,
  problem,
  value,
  onChange,
}: ValueProps<string>) {
  const { t } = useLingui()
  const list = useQuery(trpc.connections.list.queryOptions())
  const connections = list.data ?? []
  const current = connections.find((c) => c.name === value)
  const options = connections.map((c) => ({
    id: c.name,
    label: c.name,
    description: `${c.system} · ${c.description}`,
  }))
  if (value && !current && !list.isPending)
    options.push({ id: value, label: value, description: t`Not defined here` })
  return (
    <div className="connection-field">
      <Select
        label={label}
        description={description}
        errorMessage={problem}
        value={value || null}
        onChange={onChange}
        options={options}
      />
      <div className="row">
        {current && <ConnectionTest key={current.id} id={current.id} />}
        <LinkButton size="s" variant="quiet" href="/connections">
          {connections.length === 0 ? t`Create a connection` : t`Connections`}
        </LinkButton>
      </div>
    </div>
  )
}

function ConnectionTest({ id }: { readonly id: string }) {
  const { t } = useLingui()
  const [last, setLast] = useState<{ readonly ok: boolean; readonly detail: string }>()
  const [isTesting, setTesting] = useState(false)
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])
  const test = () => {
    setLast(undefined)
    setTesting(true)
    const subscription = client.connections.test.subscribe(
      { id },
      {
        onData: setLast,
        onError: (error) => {
          setLast({ ok: false, detail: errorData(error).message })
          setTesting(false)
        },
        onComplete: () => setTesting(false),
      },
    )
    stop.current = () => subscription.unsubscribe()
  }
  return (
    <>
      <Button size="s" variant="quiet" icon={PlugZap} isPending={isTesting} onPress={test}>
        <Trans>Test</Trans>
      </Button>
      <span role="status" className="connection-result">
        {last && !isTesting && (
          <span className={last.ok ? 'tone-success' : 'tone-danger'}>
            {last.ok ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
            {last.ok ? t`It works.` : last.detail}
          </span>
        )}
      </span>
    </>
  )
}
