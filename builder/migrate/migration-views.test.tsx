import { setupI18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import type { LedgerEntry, PlannedTable } from '../../runtime/migration-report.ts'
import { CastRules } from './CastRules.tsx'
import type { CastRule } from './casts.ts'
import { LossLedger } from './LossLedger.tsx'
import { MigrationProgress } from './MigrationProgress.tsx'

afterEach(cleanup)

const show = (content: ReactNode) => {
  const i18n = setupI18n({ locale: 'en', messages: { en: {} } })
  return render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={new QueryClient()}>{content}</QueryClientProvider>
    </I18nProvider>,
  )
}

const loss: LedgerEntry = {
  code: 'VALUE_CUT',
  severity: 'error',
  object: { kind: 'column', table: { name: 'film' }, name: 'title' },
  source: 'text',
  target: 'varchar(40)',
  reason: 'Longer texts do not fit.',
  rows: 412,
}

it('shows how many rows a loss hurts, and what is done instead', () => {
  show(<LossLedger entries={[loss]} />)
  const row = within(screen.getByRole('table')).getByRole('row', { name: /film\.title/ })
  for (const text of ['412 rows', 'varchar(40)', 'Longer texts do not fit.', 'VALUE_CUT'])
    within(row).getByText(text)
  expect(screen.queryByText('Happened')).toBeNull()
})

it('puts what happened beside what was foreseen', () => {
  show(<LossLedger entries={[{ ...loss, actualRows: 413 }]} isOver />)
  const row = within(screen.getByRole('table')).getByRole('row', { name: /film\.title/ })
  for (const text of ['412 rows', '413 rows', 'other than foreseen']) within(row).getByText(text)
})

it('finds in the ledger by typing', async () => {
  const other = { ...loss, object: { ...loss.object, name: 'year' }, reason: 'No such type.' }
  show(<LossLedger entries={[loss, other]} />)
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'no such' } })
  await vi.waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2))
  screen.getByRole('row', { name: /film\.year/ })
})

it('says that nothing is lost', () => {
  show(<LossLedger entries={[]} />)
  screen.getByRole('heading', { name: 'Nothing is lost' })
})

const planned = (name: string, estimatedRows: number | null): PlannedTable => ({
  source: { name },
  target: { name },
  columns: 2,
  estimatedRows,
  estimatedBytes: null,
  path: 'straight',
  mode: 'create',
  chunkRows: 1000,
})

it('shows every planned table, those at work first, and all rows with speed and estimate', () => {
  show(
    <MigrationProgress
      run={{
        steps: [
          { type: 'step', step: 'schema', state: 'done', done: 2, total: 2 },
          { type: 'step', step: 'load', state: 'running', done: 0, total: 2 },
        ],
        tables: {
          film: { type: 'table', table: 'film', state: 'running', rows: 50, expected: 200 },
        },
      }}
      node={{ state: 'running', rows: 50, rowsPerSecond: 1200, fraction: 0.2, secondsLeft: 64 }}
      planned={[planned('actor', 10), planned('film', 200)]}
    />,
  )
  const names = screen.getAllByRole('rowheader').map((it) => it.textContent)
  expect(names).toEqual(['film', 'actor'])
  screen.getByText('50 rows · 1.2K rows/s · 1 min 4 sec left')
  expect(screen.getByRole('progressbar', { name: 'Rows' }).getAttribute('aria-valuenow')).toBe('20')
  const film = screen.getByRole('progressbar', { name: 'Rows of film' })
  expect(film.getAttribute('aria-valuenow')).toBe('25')
})

it('edits rules for types in their order', () => {
  const rules: readonly CastRule[] = [
    { type: 'tinyint(1)', to: 'smallint' },
    { column: 'film.year', to: 'integer' },
  ]
  const onChange = vi.fn()
  show(<CastRules rules={rules} onChange={onChange} />)
  fireEvent.click(screen.getByRole('button', { name: 'Move rule 2 up' }))
  expect(onChange).toHaveBeenLastCalledWith([rules[1], rules[0]])
  fireEvent.change(screen.getByRole('textbox', { name: 'Type in the target, rule 1' }), {
    target: { value: 'boolean' },
  })
  expect(onChange).toHaveBeenLastCalledWith([{ type: 'tinyint(1)', to: 'boolean' }, rules[1]])
  fireEvent.click(screen.getByRole('button', { name: 'Delete rule 1' }))
  expect(onChange).toHaveBeenLastCalledWith([rules[1]])
})
