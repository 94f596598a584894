import { MigrateError } from '../error.ts'
import type { Step } from './step.ts'

/** Every step by the name that `apply` relations call it; loaded when first used. */
const modules = import.meta.glob<{ step: Step }>('./*/step.ts')

/** @throws MigrateError INTERNAL where a node type names a step that does not exist. */
export async function loadStep(name: string): Promise<Step> {
  const load = modules[`./${name}/step.ts`]
  if (!load) throw new MigrateError('INTERNAL', `There is no step “${name}”.`)
  return (await load()).step
}
