import './node-icon.css'
import { iconOf, kindOf } from './node-types.ts'

/** The sign of a node type on the colour of its kind. */
export function NodeIcon({ type, size = 'm' }: { readonly type: string; readonly size?: 's' | 'm' }) {
  const icon = iconOf(type)
  return (
    <span className="node-icon" data-kind={kindOf(type)} data-size={size} aria-hidden>
      <span
        className="node-icon-sign"
        style={icon ? { maskImage: `url("${icon}")` } : undefined}
      />
    </span>
  )
}
