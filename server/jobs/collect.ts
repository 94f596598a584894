/**
 * What `work` tells while it goes, as a stream. `gone` is aborted when the reader leaves early;
 * the failure of the work is thrown behind the last item.
 */
export async function* collect<Item>(
  work: (onItem: (item: Item) => void, gone: AbortSignal) => Promise<unknown>,
): AsyncGenerator<Item> {
  const items: Item[] = []
  const reader = new AbortController()
  let wake = () => {}
  let over = false
  const done = work((item) => {
    items.push(item)
    wake()
  }, reader.signal).finally(() => {
    over = true
    wake()
  })
  done.catch(() => undefined)
  try {
    for (;;) {
      const item = items.shift()
      if (item !== undefined) yield item
      else if (over) break
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
    await done
  } finally {
    reader.abort()
  }
}
