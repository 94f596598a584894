import { Plural, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { TableName } from '../../nodes/kit/source.ts'
import { formatTable } from '../../nodes/kit/source.ts'
import { trpc } from '../api/client.ts'
import { errorData } from '../api/errors.ts'
import type { Json } from './describe-config.ts'
import type { ValueProps } from './FieldEditor.tsx'
import { useForm, valueAt } from './form-context.ts'
import { TextCombo } from './TextCombo.tsx'

/** A table of the connection beside it, found by typing; or the name of one to be made. */
export function TableField({ label, description, problem, value, onChange, path }: ValueProps) {
  const { t, i18n } = useLingui()
  const { node } = useForm()
  const parent = valueAt(node.config, path.slice(0, -1)) as Record<string, Json> | undefined
  const connection = typeof parent?.connection === 'string' ? parent.connection : ''
  const table = toTable(value)
  const text = formatTable(table)
  const search = useDeferredValue(text)
  // A catalogue too large to be sent whole is searched by the server.
  const [isLarge, setLarge] = useState(false)
  const catalog = useQuery({
    ...trpc.connections.catalog.queryOptions({
      name: connection,
      ...(isLarge && { search }),
    }),
    enabled: connection !== '',
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })
  const { tables = [], total = 0 } = connection === '' ? {} : (catalog.data ?? {})
  if (!isLarge && total > tables.length) setLarge(true)
  const rows = (n: number) => i18n.number(n, { notation: 'compact' })
  const emptyText =
    connection === ''
      ? t`Choose a connection first.`
      : catalog.isPending
        ? t`Reading the tables…`
        : catalog.error
          ? errorData(catalog.error).message
          : t`No table “${search}” yet.`
  return (
    <TextCombo
      label={label}
      description={
        description && (
          <>
            {description} {total > 0 && <Plural value={total} one="# table" other="# tables" />}
          </>
        )
      }
      errorMessage={problem}
      value={text}
      onChange={(next) => {
        const known = tables.find((c) => formatTable(c.table) === next)
        onChange(toJson(known?.table ?? parseTable(next)))
      }}
      options={tables.map(({ table: name, columns, estimatedRows }) => {
        const count = columns.length
        const about = estimatedRows == null ? '' : ` · ~${rows(estimatedRows)}`
        return {
          id: formatTable(name),
          label: formatTable(name),
          description: `${t`${count} columns`}${about}`,
        }
      })}
      emptyText={emptyText}
    />
  )
}

function toTable(value: Json | undefined): TableName {
  const { schema, name } = (value ?? {}) as { schema?: Json; name?: Json }
  const text = typeof name === 'string' ? name : ''
  return typeof schema === 'string' && schema !== '' ? { schema, name: text } : { name: text }
}

/** A schema that has no name is left out, as everywhere. */
const toJson = ({ schema, name }: TableName): Json => (schema ? { schema, name } : { name })

function parseTable(text: string): TableName {
  const dot = text.indexOf('.')
  return dot > 0 ? { schema: text.slice(0, dot), name: text.slice(dot + 1) } : { name: text }
}
