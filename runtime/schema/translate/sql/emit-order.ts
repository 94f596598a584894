import type { Order } from './ast.ts'
import type { Printed } from './print.ts'
import type { Scope } from './scope.ts'

/** PostgreSQL puts NULLs last, the others first: each is told what the source did. */
export function emitOrder(order: Order, printed: Printed, { from, to }: Scope): string {
  const direction = order.descending ? ' DESC' : ''
  const high = from === 'postgres'
  const nulls = order.nulls ?? (high !== order.descending ? 'last' : 'first')
  const own = (to === 'postgres') !== order.descending ? 'last' : 'first'
  if (nulls === own) return `${printed.sql}${direction}`
  if (to === 'postgres' || to === 'sqlite')
    return `${printed.sql}${direction} NULLS ${nulls.toUpperCase()}`
  const rank = `CASE WHEN ${printed.sql} IS NULL THEN ${nulls === 'last' ? '1 ELSE 0' : '0 ELSE 1'} END`
  return `${rank}, ${printed.sql}${direction}`
}
