import { Plural, useLingui } from '@lingui/react/macro'
import type { PipelineNode } from '../../runtime/pipeline/schema.ts'
import { useLaneTables } from './use-lanes.ts'

/** Under the title of a whole-database node: which database, and how many tables of it. */
export function DatabaseSubtitle({ node }: { readonly node: PipelineNode }) {
  const { t } = useLingui()
  const isSource = node.type === 'source.database-schema'
  const { tables, isCut } = useLaneTables(isSource ? node : undefined)
  const { connection } = node.config
  if (typeof connection !== 'string' || connection === '') return <span>{t`Not set up yet`}</span>
  return (
    <>
      <bdi>{connection}</bdi>
      {tables && (
        <span>
          {'· '}
          <bdi>
            <Plural value={tables.length} one="# table" other="# tables" />
            {isCut && '+'}
          </bdi>
        </span>
      )}
    </>
  )
}
