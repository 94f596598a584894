import { z } from 'zod'
import type { Connector, System } from '../../runtime/connectors/connector.ts'
import { connectors } from '../../runtime/connectors/registry.ts'
import type { ConnectorForm, SettingsObject } from '../shapes.ts'
import { RequestError } from '../trpc/errors.ts'
import type { FormSchema } from './walk-fields.ts'

/** Every system with a form for its settings. */
export const connectorForms = (): ConnectorForm[] =>
  [...connectors.values()].map(({ system, title }) => ({
    system,
    title,
    settings: formOf(system) as SettingsObject,
  }))

const forms = new Map<System, FormSchema>()

export function formOf(system: System): FormSchema {
  const known = forms.get(system)
  if (known) return known
  const { settings } = connectorOf(system)
  const form = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as FormSchema
  forms.set(system, form)
  return form
}

export function connectorOf(system: string): Connector {
  const connector = connectors.get(system as System)
  if (connector) return connector
  const known = [...connectors.keys()].join(', ')
  throw new RequestError('BAD_REQUEST', `There is no system “${system}”. Known: ${known}.`)
}

/** Settings with defaults filled in, or a refusal that names each field. Values are not repeated. */
export function checkSettings(system: System, settings: unknown): unknown {
  const result = connectorOf(system).settings.safeParse(settings)
  if (result.success) return result.data
  const problems = result.error.issues.map(
    (it) => `${it.path.join('.') || 'settings'}: ${it.message}`,
  )
  throw new RequestError('BAD_REQUEST', `The settings are not valid. ${problems.join('; ')}`, {
    fields: result.error.issues.map((it) => ({
      path: it.path as (string | number)[],
      message: it.message,
    })),
  })
}

/** One line for lists; what cannot be opened or described must not break the list. */
export function describe(system: string, settings: () => unknown): string {
  try {
    return connectorOf(system).describe(settings())
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
