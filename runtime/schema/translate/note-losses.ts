import { formatTable } from '../../../nodes/kit/source.ts'
import { groupBy } from '../group.ts'
import type { Loss } from '../loss.ts'
import type { DatabaseSystem, SchemaNote } from '../model.ts'

/** Lines of what stays with the source's server; one account has one line for all it has. */
export function noteLosses(notes: readonly SchemaNote[], to: DatabaseSystem): Loss[] {
  const of = (kind: SchemaNote['kind']) => notes.filter((n) => n.kind === kind)
  return [
    ...of('storage engine').map((n) => engineLoss(n, to)),
    ...of('system versioning').map(historyLoss),
    ...of('invisible column').map(invisibleLoss),
    ...[...groupBy(of('owner'), (n) => n.text)].map(([account, group]) =>
      ownerLoss(account, group),
    ),
    ...[...groupBy(of('definer'), (n) => n.text)].map(([account, group]) =>
      definerLoss(account, group),
    ),
    ...[...groupBy(of('privilege'), privilegeKey).values()].map((group) =>
      privilegeLoss(group, to),
    ),
    ...of('access').map((n) => accessLoss(n, to)),
  ]
}

const shown = ({ object }: SchemaNote): string =>
  object.kind === 'column' || object.kind === 'trigger' || object.table === undefined
    ? object.name
    : formatTable({ ...object.table, name: object.name })

/** `table a, b; view v`. */
function listed(notes: readonly SchemaNote[]): string {
  const kinds = [...groupBy(notes, (n) => n.object.kind)]
  return kinds.map(([kind, group]) => `${kind} ${group.map(shown).join(', ')}`).join('; ')
}

const ownerLoss = (account: string, group: readonly SchemaNote[]): Loss => ({
  code: 'OWNER_CHANGED',
  severity: 'info',
  object: { kind: 'other', name: account },
  source: `owner of ${listed(group)}`,
  target: 'the account that migrates',
  reason: 'What is made belongs to the account that makes it.',
})

const definerLoss = (account: string, group: readonly SchemaNote[]): Loss => ({
  code: 'DEFINER_CHANGED',
  severity: 'info',
  object: { kind: 'other', name: account },
  source: `DEFINER of ${listed(group)}`,
  target: 'the account that migrates',
  reason: 'What acts with its definer’s rights acts with those of the account that makes it.',
})

const privilegeKey = ({ account, text, object }: SchemaNote): string =>
  JSON.stringify([account, text, object.kind])

/** The statement that grants it again, where the account is there. */
function privilegeLoss(group: readonly SchemaNote[], to: DatabaseSystem): Loss {
  const [first] = group
  const account = first?.account ?? ''
  const kind = first?.object.kind
  const what = kind === 'sequence' ? 'SEQUENCE ' : kind === 'routine' ? 'FUNCTION ' : ''
  const objects = group.map((n) => (kind === 'other' ? `${n.object.name}.*` : shown(n))).join(', ')
  return {
    code: 'PRIVILEGE_OMITTED',
    severity: 'warning',
    object: { kind: 'other', name: account },
    source: `GRANT ${first?.text} ON ${what}${objects} TO ${account}`,
    target: '',
    reason: noAccounts(to),
  }
}

const noAccounts = (to: DatabaseSystem): string =>
  to === 'sqlite'
    ? 'SQLite has no accounts: who may read the file may read it all.'
    : 'Accounts belong to the server; grant anew what they need there.'

const accessLoss = ({ object, text }: SchemaNote, to: DatabaseSystem): Loss => ({
  code: 'PRIVILEGE_OMITTED',
  severity: 'warning',
  object,
  source: text,
  target: '',
  reason: noAccounts(to),
})

/** Engines whose tables hold no rows of their own, or rows of others. */
const elsewhere: Readonly<Record<string, string>> = {
  blackhole: 'It kept no rows; the new table does.',
  connect: 'Its rows are in another system; the new table has a copy of them.',
  federated: 'Its rows are on another server; the new table has a copy of them.',
  federatedx: 'Its rows are on another server; the new table has a copy of them.',
  mrg_myisam: 'It showed the rows of other tables; the new table has a copy of them.',
  spider: 'Its rows are on other servers; the new table has a copy of them.',
}

function engineLoss(note: SchemaNote, to: DatabaseSystem): Loss {
  const reason = elsewhere[note.text.toLowerCase()]
  return {
    code: 'STORAGE_ENGINE_CHANGED',
    severity: reason === undefined ? 'info' : 'warning',
    object: note.object,
    source: `ENGINE = ${note.text}`,
    target: to === 'mysql' ? 'ENGINE = InnoDB' : 'an ordinary table',
    reason:
      reason ??
      (/^memory$/i.test(note.text)
        ? 'Its rows no longer end with the server.'
        : 'Changes to it are undone with their transaction now.'),
  }
}

const historyLoss = ({ object }: SchemaNote): Loss => ({
  code: 'HISTORY_OMITTED',
  severity: 'warning',
  object,
  source: 'WITH SYSTEM VERSIONING',
  target: 'an ordinary table',
  reason: 'Only the present rows are carried, not what they were before.',
})

const invisibleLoss = ({ object, text }: SchemaNote): Loss => ({
  code: 'INVISIBLE_COLUMN',
  severity: 'warning',
  object,
  source: `${text} INVISIBLE`,
  target: 'a visible column',
  reason: 'SELECT * shows it, and INSERT without a list of columns asks for it.',
})
