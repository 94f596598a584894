import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { Button } from './Button.tsx'
import { classNames } from './class-names.ts'
import './feedback.css'
import { IconButton } from './IconButton.tsx'
import type { Toast } from './toast-store.ts'
import { dismissToast, useToasts } from './toast-store.ts'

/** Time enough to read it and reach its button; a problem stays until it is closed. */
const secondsFor = (toast: Toast) => (toast.action ? 12 : 6)

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { t } = useLingui()
  const [held, setHeld] = useState(false)
  const { id, title, description, tone = 'neutral', action } = toast
  const seconds = secondsFor(toast)
  useEffect(() => {
    if (held || tone === 'danger') return
    const timer = setTimeout(() => dismissToast(id), seconds * 1000)
    return () => clearTimeout(timer)
  }, [held, tone, id, seconds])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it on the page
    <div
      className={classNames('toast', `tone-${tone}`)}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className="toast-text">
        <p className="toast-title">{title}</p>
        {description && <p className="muted">{description}</p>}
      </div>
      {action && (
        <Button
          size="s"
          onPress={() => {
            action.run()
            dismissToast(id)
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={t`Close`} icon={X} size="s" onPress={() => dismissToast(id)} />
    </div>
  )
}

/** Where toasts appear; read out when the reader pauses. */
export function ToastRegion() {
  const { t } = useLingui()
  const toasts = useToasts((state) => state.toasts)
  return createPortal(
    <section
      className="toast-region"
      aria-label={t`Notifications`}
      aria-live="polite"
      aria-relevant="additions"
      // Stays usable above an open dialog.
      data-react-aria-top-layer="true"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>,
    document.body,
  )
}
