import { Plural, Trans } from '@lingui/react/macro'
import { Columns3, ListChecks } from 'lucide-react'
import type { ComponentType } from 'react'
import { useState } from 'react'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { TableName } from '../../nodes/kit/source.ts'
import { sourceKey } from '../../nodes/kit/source.ts'
import type { AutoMapping } from '../../nodes/map/auto/config.ts'
import type { MappedColumn } from '../../nodes/map/columns/config.ts'
import type { Rule } from '../../nodes/validate/rules/config.ts'
import { MatchDialog } from '../ml/MatchDialog.tsx'
import { decidedByColumns, decidedByMappings, toColumns, toMappings } from '../ml/match-lines.ts'
import { RulesDialog } from '../ml/RulesDialog.tsx'
import type { PortPlace } from '../ml/use-inspection.ts'
import { useBlocking } from '../preview/readiness.tsx'
import { replaceConfig } from '../store/commands.ts'
import { graphOf } from '../store/graph.ts'
import { useDocument, usePlan, useSession } from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import type { Json } from './describe-config.ts'
import { useColumns, useForm } from './form-context.ts'

/** What the methods can do for a node of this type; stands above its settings. */
export function NodeTools() {
  const { node } = useForm()
  const Tool = tools[node.type]
  return Tool ? <Tool /> : null
}

const tools: Readonly<Record<string, ComponentType>> = {
  'validate.rules': RuleTool,
  'map.auto': MatchTool,
  'map.columns': MatchTool,
}

/** The output that the main input reads from. */
function useInput(): PortPlace | undefined {
  const { node } = useForm()
  const edges = graphOf(useDocument()).incoming.get(node.id) ?? []
  const edge = edges.find((e) => e.targetPort === 'in')
  return edge && { node: edge.source, port: edge.sourcePort }
}

/** A list in a config, however far it is written. */
const listOf = <T,>(value: Json | undefined): readonly T[] =>
  Array.isArray(value) ? (value as unknown as readonly T[]) : []

function RuleTool() {
  const { editor } = useSession()
  const { node } = useForm()
  const place = useInput()
  const isBlocked = useBlocking(place?.node ?? '').length > 0
  const [isOpen, setOpen] = useState(false)
  const rules = listOf<Rule>(node.config.rules)
  return (
    <div className="node-tool">
      <Button icon={ListChecks} isDisabled={!place || isBlocked} onPress={() => setOpen(true)}>
        <Trans>Propose rules…</Trans>
      </Button>
      <p className="field-description">
        {place && !isBlocked ? (
          <Trans>Looks at the rows for rules that nearly all of them keep.</Trans>
        ) : (
          <Trans>Needs rows at the input: connect it and complete the nodes before.</Trans>
        )}
      </p>
      {isOpen && place && (
        <RulesDialog
          place={place}
          existing={rules}
          onAdd={(added) => {
            const config = { ...node.config, rules: [...rules, ...added] as unknown as Json }
            editor.getState().execute(replaceConfig(node.id, config))
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}

const none: Schema = []

function MatchTool() {
  const { editor } = useSession()
  const { node } = useForm()
  const place = useInput()
  const isBlocked = useBlocking(place?.node ?? '').length > 0
  const [isOpen, setOpen] = useState(false)
  const sources = useColumns()
  const target = targetOf(node.config)
  const key = target && sourceKey({ kind: 'table', ...target })
  const columns = usePlan((s) => (key === undefined ? undefined : s.schemas.get(key)))
  const isAuto = node.type === 'map.auto'
  const mappings = listOf<Partial<AutoMapping>>(node.config.mappings)
  const mapped = listOf<Partial<MappedColumn>>(node.config.columns)
  const { threshold } = node.config
  return (
    <div className="node-tool">
      <Button
        icon={Columns3}
        isDisabled={!place || isBlocked || !target}
        onPress={() => setOpen(true)}
      >
        <Trans>Match columns…</Trans>
      </Button>
      <p className="field-description">
        {!place || isBlocked ? (
          <Trans>Needs rows at the input: connect it and complete the nodes before.</Trans>
        ) : !target ? (
          <Trans>Choose the target table first.</Trans>
        ) : (
          <Filled
            columns={columns ?? none}
            names={
              isAuto
                ? mappings.flatMap((m) => (m.state === 'rejected' ? [] : [m.target ?? '']))
                : mapped.map((m) => m.name ?? '')
            }
          />
        )}
      </p>
      {isOpen && place && target && (
        <MatchDialog
          place={place}
          target={target}
          sourceColumns={sources}
          targetColumns={columns}
          decided={isAuto ? decidedByMappings(mappings) : decidedByColumns(mapped, sources)}
          threshold={typeof threshold === 'number' ? threshold : 0.8}
          onApply={(lines, matches) => {
            const list = isAuto
              ? { mappings: toMappings(lines, mappings, matches) as unknown as Json }
              : { columns: toColumns(lines, mapped) as unknown as Json }
            editor.getState().execute(replaceConfig(node.id, { ...node.config, ...list }))
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}

/** How many columns of the target have a line in the config. */
function Filled(props: { readonly columns: Schema; readonly names: readonly string[] }) {
  const { columns, names } = props
  const told = new Set(names.map((name) => name.toLowerCase()))
  const isTold = (name: string) => told.has(name.toLowerCase())
  const filled = columns.filter((c) => isTold(c.name)).length
  const required = columns.filter((c) => !c.nullable && !isTold(c.name)).length
  return (
    <>
      <Trans>Compares names, types and values with those of the target table.</Trans>{' '}
      {columns.length > 0 && (
        <Trans>
          {filled} of {columns.length} target columns filled.
        </Trans>
      )}{' '}
      {required > 0 && (
        <Plural
          value={required}
          one="# required column has no source."
          other="# required columns have no source."
        />
      )}
    </>
  )
}

function targetOf(config: Record<string, Json>) {
  const { connection, table } = (config.target ?? {}) as {
    connection?: Json
    table?: { schema?: Json; name?: Json }
  }
  const { schema, name } = table ?? {}
  if (typeof connection !== 'string' || connection === '') return undefined
  if (typeof name !== 'string' || name === '') return undefined
  const place: TableName = typeof schema === 'string' && schema !== '' ? { schema, name } : { name }
  return { connection, table: place }
}
