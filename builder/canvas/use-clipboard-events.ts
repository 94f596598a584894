import { useEffect } from 'react'
import type { Session } from '../store/session.tsx'
import { clipText, copied, pasteText, removeSelection } from './clipboard-actions.ts'

const typing = 'input, textarea, select, [contenteditable="true"], .cm-editor, [role="dialog"]'

/**
 * The browser's own copy, cut and paste: they reach the system clipboard without asking for leave.
 * Ctrl+Shift+V, “paste as plain text”, keeps the edges that come from outside.
 */
export function useClipboardEvents(session: Session): void {
  useEffect(() => {
    let shift = false
    const isOurs = () => {
      const { activeElement } = document
      const selected = getSelection()?.toString() ?? ''
      return !activeElement?.closest(typing) && selected === ''
    }
    const onKey = (event: KeyboardEvent) => {
      shift = event.shiftKey
    }
    const onCopy = (event: ClipboardEvent) => {
      const text = isOurs() ? clipText(session) : undefined
      if (text === undefined || !event.clipboardData) return
      event.clipboardData.setData('text/plain', text)
      event.preventDefault()
      copied(session)
      if (event.type === 'cut') removeSelection(session)
    }
    const onPaste = (event: ClipboardEvent) => {
      if (!isOurs() || !event.clipboardData) return
      event.preventDefault()
      pasteText(session, event.clipboardData.getData('text/plain'), shift)
    }
    document.addEventListener('keydown', onKey, true)
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCopy)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('keydown', onKey, true)
      document.removeEventListener('copy', onCopy)
      document.removeEventListener('cut', onCopy)
      document.removeEventListener('paste', onPaste)
    }
  }, [session])
}
