import { setTimeout } from 'node:timers/promises'

/** Statements that end a transaction before they begin: done again, they do the same. */
const isDdl = (sql: string) => /^\s*(CREATE|ALTER|DROP|RENAME|TRUNCATE)\b/i.test(sql)
const lockRefused = 1205
/** Milliseconds; what took longer has waited for its lock. */
const atOnce = 1000
const attempts = 6

/**
 * InnoDB refuses DDL at once, instead of waiting, while it works on statistics or while other
 * DDL touches what it touches: a moment later it goes.
 */
export async function withPatience<T>(sql: string, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const begun = performance.now()
    try {
      return await once()
    } catch (error) {
      const refused = (error as { errno?: number }).errno === lockRefused
      const quick = performance.now() - begun < atOnce
      if (!refused || !quick || !isDdl(sql) || attempt === attempts) throw error
      await setTimeout(10 * 3 ** attempt)
    }
  }
}
