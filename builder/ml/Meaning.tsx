import { useLingui } from '@lingui/react/macro'
import { ShieldAlert } from 'lucide-react'
import type { ApiOutputs } from '../api/client.ts'
import { useMessage } from '../app/translate.ts'
import { Badge } from '../ui/Badge.tsx'
import { meaningTexts } from './meaning-texts.ts'
import { piiTexts } from './pii-texts.ts'

type ColumnTypes = ApiOutputs['ml']['types']['columns'][number]

/** What a column was found to mean; where that is personal data, what kind. */
export function Meaning({ types }: { readonly types: ColumnTypes | undefined }) {
  const { t } = useLingui()
  const message = useMessage()
  if (types?.pii) {
    const kinds = types.pii.kinds.map((kind) => {
      const text = piiTexts[kind]
      return text ? message(text) : kind
    })
    return (
      <span>
        <Badge tone="warning" icon={ShieldAlert}>
          {t`Personal: ${kinds.join(', ')}`}
        </Badge>
      </span>
    )
  }
  if (!types?.semantic) return null
  const text = meaningTexts[types.semantic.id]
  return (
    <span>
      <Badge>{text ? message(text) : types.semantic.title}</Badge>
    </span>
  )
}
