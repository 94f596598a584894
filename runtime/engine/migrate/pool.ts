/** Does work on items in their order, so many at once; the first failure is thrown at the end. */
export async function eachOf<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  const failures: unknown[] = []
  const worker = async () => {
    for (
      let item = waiting.shift();
      item !== undefined && failures.length === 0;
      item = waiting.shift()
    )
      await work(item).catch((error: unknown) => void failures.push(error))
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(atOnce, items.length)) }, worker))
  if (failures.length > 0) throw failures[0]
}

export interface Lockable {
  /** Tables it needs: `shared` with others of its kind, or for itself alone. */
  readonly tables: readonly string[]
  readonly shared: boolean
}

/**
 * The same for work on tables: what would wait for each other, or lock each other out, is not
 * done at once. An item that has to wait lets later ones pass.
 */
export async function eachUnlocked<Item extends Lockable>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items]
  const running = new Set<Item>()
  const failures: unknown[] = []
  await new Promise<void>((resolve) => {
    const next = () => {
      if (running.size === 0 && (waiting.length === 0 || failures.length > 0)) return resolve()
      while (running.size < Math.max(1, atOnce) && failures.length === 0) {
        const at = waiting.findIndex((item) => ![...running].some((other) => excludes(item, other)))
        const [item] = at < 0 ? [] : waiting.splice(at, 1)
        if (!item) return
        running.add(item)
        void work(item)
          .catch((error: unknown) => void failures.push(error))
          .finally(() => {
            running.delete(item)
            next()
          })
      }
    }
    next()
  })
  if (failures.length > 0) throw failures[0]
}

const excludes = (a: Lockable, b: Lockable): boolean =>
  !(a.shared && b.shared) && a.tables.some((t) => b.tables.includes(t))
