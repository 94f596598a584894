const token =
  /'(?:[^']|'')*'|"((?:[^"]|"")+)"|`((?:[^`]|``)+)`|\[([^\]]+)\]|([\p{L}_][\p{L}\p{N}_$]*)/gu

/** Every identifier in a piece of SQL, quoted or not, in lower case. */
export function identifiersIn(sql: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [, double, back, bracket, plain] of sql.matchAll(token)) {
    const name = double?.replaceAll('""', '"') ?? back?.replaceAll('``', '`') ?? bracket ?? plain
    if (name !== undefined) found.add(name.toLowerCase())
  }
  return found
}

/**
 * Items after those their text mentions; otherwise as they came. A name that means something
 * else may add a needless dependency; among items that mention each other the order stays.
 */
export function inDependencyOrder<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  textOf: (item: Item) => string,
): Item[] {
  const byName = new Map(items.map((item) => [nameOf(item).toLowerCase(), item]))
  const placed = new Set<Item>()
  const open = new Set<Item>()
  const ordered: Item[] = []
  const place = (item: Item): void => {
    if (placed.has(item) || open.has(item)) return
    open.add(item)
    for (const name of identifiersIn(textOf(item))) {
      const needed = byName.get(name)
      if (needed && needed !== item) place(needed)
    }
    open.delete(item)
    placed.add(item)
    ordered.push(item)
  }
  for (const item of items) place(item)
  return ordered
}
