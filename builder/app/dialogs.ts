import { create } from 'zustand'

/** Which of the shell's dialogs is open. */
export const useDialogs = create<{ readonly open: 'palette' | 'shortcuts' | null }>(() => ({
  open: null,
}))

export const closeDialog = (): void => useDialogs.setState({ open: null })
