import { expect, test } from 'vitest'
import { matchTables } from '../../runtime/ml/match/index.ts'
import { readReason } from './reason-texts.ts'

test('every reason that the matcher gives has a message', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => i)
  const values = (of: (i: number) => string) => rows.map(of)
  const side = (name: string, names: readonly string[], shift: number) => ({
    name,
    rows: rows.length,
    columns: [
      values((i) => String(1000 + i)),
      values((i) => ['Berlin', 'Wien', 'Bern'][(i + shift) % 3] ?? ''),
      values((i) => `19${50 + (i % 40)}-01-02`),
      values((i) => String((i * 7.5 + shift).toFixed(2))),
      values((i) => `person ${i} of the north`),
      values(() => 'yes'),
    ].map((column, i) => ({ name: names[i] ?? '', values: column })),
  })
  const { columns } = await matchTables(
    [side('a', ['cust_no', 'town', 'dob', 'limit', 'name', 'active'], 0)],
    [side('b', ['customer_id', 'city', 'date_of_birth', 'credit', 'full_name', 'is_active'], 1)],
    { top: 6 },
  )
  const reasons = new Set(columns.flatMap((c) => c.targets.flatMap((t) => t.reasons)))
  expect(reasons.size).toBeGreaterThan(5)
  expect([...reasons].filter((reason) => !readReason(reason))).toEqual([])
})
