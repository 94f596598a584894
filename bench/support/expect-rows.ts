import type { Scene } from './scene.ts'

/** A figure of an incomplete copy would be worth nothing. */
export async function expectRows(scene: Scene, table: string, rows: number): Promise<void> {
  const found = Number(await scene.psql(`SELECT count(*) FROM ${table}`))
  if (found !== rows) throw new Error(`${table} has ${found} rows, expected ${rows}`)
}
