import type { DiscoveredSchemas } from '../shapes.ts'

const lifetime = 60_000
const capacity = 2000

/** What the last look at a node's sources gave, for a minute: a canvas asks on every change. */
export interface SchemaCache {
  get(tenantId: string, key: string): DiscoveredSchemas | undefined
  set(tenantId: string, key: string, found: DiscoveredSchemas): void
  /** After a connection changed, nothing known about the tenant's sources holds. */
  forget(tenantId: string): void
}

export function createSchemaCache(now: () => number = Date.now): SchemaCache {
  const entries = new Map<string, { found: DiscoveredSchemas; until: number }>()
  const name = (tenantId: string, key: string) => `${tenantId} ${key}`
  return {
    get(tenantId, key) {
      const entry = entries.get(name(tenantId, key))
      return entry && entry.until > now() ? entry.found : undefined
    },
    set(tenantId, key, found) {
      const oldest = entries.size >= capacity ? entries.keys().next().value : undefined
      if (oldest !== undefined) entries.delete(oldest)
      entries.delete(name(tenantId, key))
      entries.set(name(tenantId, key), { found, until: now() + lifetime })
    },
    forget(tenantId) {
      for (const key of entries.keys()) if (key.startsWith(`${tenantId} `)) entries.delete(key)
    },
  }
}
