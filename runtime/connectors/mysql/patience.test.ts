import { expect, test } from 'vitest'
import { mysqlEndpoint } from '../../../e2e/support/endpoints.ts'
import { describeWith, requireMysql } from '../../../e2e/support/services.ts'
import { openLinks, run } from './links.ts'
import { parseMysqlUrl } from './settings.ts'

describeWith('DDL that is refused a lock at once', await requireMysql(), () => {
  test('is tried again; other statements are not', async () => {
    const endpoint = await mysqlEndpoint()
    const links = openLinks(parseMysqlUrl(new URL(endpoint.url)))
    const [one, other] = [await links.take(), await links.take()]
    await endpoint.sql('CREATE TABLE held (id int)', 'INSERT INTO held VALUES (1)')
    await run(one, 'LOCK TABLES held READ')
    await run(other, 'SET SESSION lock_wait_timeout = 0')
    await expect(run(other, 'UPDATE held SET id = 2')).rejects.toMatchObject({ errno: 1205 })
    let freed = false
    const altering = run(other, 'ALTER TABLE held ADD COLUMN more int').then(() => freed)
    await new Promise((resolve) => setTimeout(resolve, 60))
    freed = true
    await run(one, 'UNLOCK TABLES')
    expect(await altering).toBe(true)
    await links.close()
    await endpoint.close()
  })
})
