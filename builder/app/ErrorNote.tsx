import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { errorData } from '../api/errors.ts'
import { Button } from '../ui/Button.tsx'
import { ProblemNote } from '../ui/ProblemNote.tsx'
import { useErrorText } from './translate.ts'

export interface ErrorNoteProps {
  /** Anything thrown, or an `ErrorData`. */
  readonly error: unknown
  readonly onRetry?: () => void
  readonly actions?: ReactNode
  /** After what to do, e.g. where it happened. */
  readonly note?: ReactNode
}

/** A failure: what it is, what to do, and the program's own words. */
export function ErrorNote({ error, onRetry, actions, note }: ErrorNoteProps) {
  const textOf = useErrorText()
  const data = isErrorData(error) ? error : errorData(error)
  const { text, hint, detail } = textOf(data)
  return (
    <ProblemNote
      announce
      title={text}
      actions={
        (onRetry || actions) && (
          <>
            {onRetry && (
              <Button size="s" onPress={onRetry}>
                <Trans>Try again</Trans>
              </Button>
            )}
            {actions}
          </>
        )
      }
    >
      {hint && <p dir="auto">{hint}</p>}
      {detail && (
        <p className="muted" lang="en" dir="ltr">
          {detail}
          {data.hint && ` ${data.hint}`}
        </p>
      )}
      {note && <p>{note}</p>}
    </ProblemNote>
  )
}

const isErrorData = (value: unknown): value is { code: string; message: string; hint?: string } =>
  typeof value === 'object' && value !== null && !(value instanceof Error) && 'code' in value
