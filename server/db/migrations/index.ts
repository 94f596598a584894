import { initial } from './0001-initial.ts'
import type { Migration } from './migration.ts'

/** In order. Imported one by one, so that they are inside the bundle. */
export const migrations: readonly Migration[] = [initial]
