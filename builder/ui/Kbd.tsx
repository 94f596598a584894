import './overlay.css'

/** A key combination as people read it, e.g. `Ctrl+K`. */
export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd className="kbd">{keys}</kbd>
}
