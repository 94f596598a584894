import { MigrateError } from '../../error.ts'

/** The parts of danfojs-node that we use. It calculates in 64 bits, except in its scalers. */
export interface Series {
  readonly values: (number | string)[]
  mean(): number
  std(): number
  median(): number
  min(): number
  max(): number
  mode(): (number | string)[]
  sub(other: number): Series
  div(other: number): Series
  mul(other: Series): Series
  sum(): number
}

interface Danfo {
  readonly Series: new (values: readonly (number | string)[]) => Series
  readonly LabelEncoder: new () => {
    fit(values: readonly string[]): unknown
    transform(values: readonly string[]): number[]
  }
  readonly OneHotEncoder: new () => {
    fit(values: readonly string[]): unknown
    transform(values: readonly string[]): number[][]
  }
  readonly tensorflow: { env(): { set(flag: string, value: boolean): void } }
}

let loading: Promise<Danfo> | undefined

/** Loaded by the first step that needs it: it takes more than a second. */
export function loadDanfo(): Promise<Danfo> {
  loading ??= load()
  return loading
}

async function load(): Promise<Danfo> {
  try {
    const module = (await import('danfojs-node')) as unknown as { default?: Danfo } & Danfo
    const danfo = module.default ?? module
    // Or it advises, on the terminal, to install a binding that is fetched from elsewhere.
    danfo.tensorflow.env().set('PROD', true)
    return danfo
  } catch (error) {
    throw new MigrateError('INTERNAL', 'The package danfojs-node could not be loaded.', {
      hint: 'Install the dependencies again (npm ci).',
      cause: error,
    })
  }
}
