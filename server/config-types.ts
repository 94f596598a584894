import { z } from 'zod'

const units = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 } as const
type Unit = keyof typeof units

/** A size such as `512MB`, or plain bytes. */
export const bytes = z.preprocess(
  (value) => (typeof value === 'string' ? parseBytes(value) : value),
  z.number('expected a size such as 512MB').int().min(1),
)

function parseBytes(text: string): number | undefined {
  const [, amount, unit = 'B'] = /^(\d+(?:\.\d+)?)\s*([KMG]?B)?$/i.exec(text.trim()) ?? []
  return amount === undefined
    ? undefined
    : Math.round(Number(amount) * units[unit.toUpperCase() as Unit])
}

/** The shortest exact form: `256MB`, `2GB`. */
export function formatBytes(size: number): string {
  const unit = (['GB', 'MB', 'KB'] as const).find((it) => size % units[it] === 0)
  return unit ? `${size / units[unit]}${unit}` : String(size)
}

/** Texts separated by commas. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )

export const postgresUrl = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''),
    'expected a URL that starts with postgres://',
  )
