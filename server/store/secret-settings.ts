import type { IssuePath } from '../../nodes/kit/issue.ts'
import type { System } from '../../runtime/connectors/connector.ts'
import type { SettingsObject } from '../shapes.ts'
import { setAt } from './connection-references.ts'
import { formOf } from './connector-forms.ts'
import { filledFields } from './walk-fields.ts'

/** Settings as they may leave the server, and the names of the secrets left out. */
export function withoutSecrets(
  system: System,
  settings: SettingsObject,
): { settings: SettingsObject; secrets: string[] } {
  const copy = structuredClone(settings)
  const secrets = secretsIn(system, settings).filter(({ value }) => value !== '' && value !== null)
  for (const { path } of secretsIn(system, settings)) setAt(copy, path, undefined)
  return {
    settings: JSON.parse(JSON.stringify(copy)),
    secrets: secrets.map(({ path }) => path.join('.')),
  }
}

/** New settings with the old secrets where the new ones do not say; `null` removes one. */
export function keepSecrets(
  system: System,
  settings: SettingsObject,
  old: SettingsObject,
): SettingsObject {
  const copy = structuredClone(settings)
  for (const { path, value } of secretsIn(system, old)) {
    if (hasParent(copy, path) && at(copy, path) === undefined) setAt(copy, path, value)
  }
  for (const { path, value } of secretsIn(system, copy)) {
    if (value === null) setAt(copy, path, undefined)
  }
  return copy
}

const secretsIn = (system: System, settings: SettingsObject) =>
  [...filledFields(formOf(system), settings)].filter(({ field }) => field.secret)

const at = (root: unknown, path: IssuePath): unknown =>
  path.reduce<unknown>((value, key) => (value as never)?.[key], root)

/** A secret of a part that is gone, such as TLS settings, goes with it. */
const hasParent = (root: unknown, path: IssuePath) =>
  path.length === 1 || typeof at(root, path.slice(0, -1)) === 'object'
