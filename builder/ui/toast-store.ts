import { create } from 'zustand'
import type { Tone } from './Badge.tsx'

export interface Toast {
  readonly id: number
  readonly title: string
  readonly description?: string
  readonly tone?: Tone
  readonly action?: { readonly label: string; readonly run: () => void }
}

interface ToastState {
  readonly toasts: readonly Toast[]
}

export const useToasts = create<ToastState>(() => ({ toasts: [] }))

let lastId = 0

/** Shows a short message at the page's corner, e.g. after a deed that can be undone. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId += 1
  const shown = { ...toast, id: lastId }
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-3), shown] }))
}

export const dismissToast = (id: number): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
