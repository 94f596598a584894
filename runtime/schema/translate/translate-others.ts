import { formatTable } from '../../../nodes/kit/source.ts'
import type { Loss } from '../loss.ts'
import type { DatabaseSchema, OtherObject, SequenceSchema } from '../model.ts'
import { isTextIndex } from '../virtual-tables.ts'
import type { LossCode } from './loss-codes.ts'
import { applyPolicy } from './names.ts'
import { noteLosses } from './note-losses.ts'
import type { PlanContext } from './plan-table.ts'

const codes: Readonly<Record<OtherObject['kind'], LossCode>> = {
  trigger: 'TRIGGER_OMITTED',
  rule: 'RULE_OMITTED',
  routine: 'ROUTINE_OMITTED',
  event: 'EVENT_OMITTED',
  policy: 'POLICY_OMITTED',
  type: 'TYPE_OMITTED',
  extension: 'EXTENSION_OMITTED',
  constraint: 'CHECK_OMITTED',
  'virtual table': 'TABLE_OMITTED',
}

const kinds: Readonly<Partial<Record<OtherObject['kind'], Loss['object']['kind']>>> = {
  trigger: 'trigger',
  rule: 'trigger',
  routine: 'routine',
  event: 'event',
  type: 'type',
  constraint: 'constraint',
}

/** What has no counterpart, each with its text. */
export function otherLosses(source: DatabaseSchema, { to }: PlanContext): Loss[] {
  const same = source.system === to
  // The same engine gets the rest by the text it printed.
  const left = source.others.filter((it) => !same || it.kind === 'virtual table')
  return [
    ...left.flatMap((it) => (it.kind === 'virtual table' ? virtualLoss(it, same) : omitted(it))),
    ...(same || to === 'mysql' ? [] : unusedEnums(source)),
    ...noteLosses(source.notes ?? [], to),
  ]
}

const omitted = (it: OtherObject): Loss => ({
  code: codes[it.kind],
  severity: it.kind === 'extension' ? 'info' : 'warning',
  object: { kind: kinds[it.kind] ?? 'other', table: it.table, name: it.name.name },
  source: it.text,
  target: '',
  reason: `The ${it.kind} ${formatTable(it.name)} is a matter of the source’s engine; write it anew where it is needed.`,
})

/** Of a full-text table over another table only the index is lost. */
function virtualLoss({ name, text }: OtherObject, same: boolean): Loss[] {
  const elsewhere = /^CREATE (?:FOREIGN|EXTERNAL) TABLE|^CREATE SYNONYM/i.test(text)
  const index = isTextIndex(text)
  const made = same && !elsewhere
  if (made && index) return []
  return [
    {
      code: 'TABLE_OMITTED',
      severity: elsewhere || index ? 'warning' : 'error',
      object: { kind: 'table', table: name, name: name.name },
      source: text,
      target: made ? 'the same table, empty' : '',
      reason: elsewhere
        ? 'Its rows are in another place; connect the target to it, or migrate that place, too.'
        : index
          ? 'It indexes the texts of another table; make an index of the target’s own.'
          : 'Its rows are left out, with the hidden tables that hold them; copy them with a query of their own.',
    },
  ]
}

const unusedEnums = (source: DatabaseSchema): Loss[] =>
  source.types
    .filter((t) => t.kind === 'enum' && !isUsed(source, t.name.name))
    .map((it) => ({
      code: 'TYPE_OMITTED',
      severity: 'info',
      object: { kind: 'type', name: it.name.name },
      source: formatTable(it.name),
      target: '',
      reason: 'No column has it.',
    }))

const isUsed = ({ tables }: DatabaseSchema, type: string): boolean =>
  tables.some((t) => t.columns.some((c) => c.namedType?.name === type))

/** Sequences that belong to no column. */
export function translateSequences({ source, to, places, options }: PlanContext): {
  readonly sequences: readonly SequenceSchema[]
  readonly losses: readonly Loss[]
} {
  const keeps =
    source.system === to || ((to === 'postgres' || to === 'mssql') && source.system !== 'mysql')
  if (!keeps)
    return {
      sequences: [],
      losses: source.sequences.map((s) => ({
        code: 'SEQUENCE_OMITTED',
        severity: 'warning',
        object: { kind: 'sequence', name: s.name.name },
        source: `sequence ${formatTable(s.name)}, next ${s.next ?? s.start}`,
        target: '',
        reason: 'The target has no sequences that columns could share.',
      })),
    }
  return {
    sequences: source.sequences.map((s) => {
      const schema = places.schemaOf(s.name.schema)
      const wish = applyPolicy(s.name.name, options.identifiers ?? 'keep')
      const name = places.names(schema).take(wish, `sequence ${s.name.name}`)
      return { ...s, name: schema === undefined ? { name } : { schema, name } }
    }),
    losses: [],
  }
}
