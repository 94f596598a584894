/** Items by key, in their order. */
export function groupBy<Item, Key>(
  items: readonly Item[],
  key: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

/** Without the keys whose value says nothing: a schema states only what is there. */
export function compact<T extends object>(value: T): T {
  const kept = Object.entries(value).filter(
    ([, it]) => it !== undefined && it !== null && it !== false,
  )
  return Object.fromEntries(kept) as T
}
