import { UniqueConstraintError } from 'sequelize'
import type { Database } from './database.ts'

/** The only tenant while there are no accounts. */
export const defaultTenantId = '00000000-0000-4000-8000-000000000001'

export async function ensureTenant(db: Database, id: string, name: string): Promise<void> {
  if (await db.tenants.findByPk(id)) return
  await db.tenants.create({ id, name, createdAt: new Date() }).catch((error: unknown) => {
    if (!(error instanceof UniqueConstraintError)) throw error
  })
}
