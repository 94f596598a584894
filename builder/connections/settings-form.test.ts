import { expect, it } from 'vitest'
import { z } from 'zod'
import { field } from '../../nodes/kit/field.ts'
import { describeShape } from '../inspector/describe-config.ts'
import { initialSettings, isShown, missingFields, toSend } from './settings-form.ts'

const title = { id: 'title', message: 'Title' }
const fields = describeShape(
  z.toJSONSchema(
    z.strictObject({
      host: z.string().default('localhost').meta(field({ title })),
      database: z.string().min(1).meta(field({ title })),
      port: z.int().default(5432).meta(field({ title })),
      password: z
        .string()
        .optional()
        .meta(field({ title, secret: true })),
      tls: z.enum(['verify', 'off']).optional().meta(field({ title })),
      ca: z
        .string()
        .optional()
        .meta(field({ title, when: { field: 'tls', is: ['verify'] } })),
    }),
    { io: 'input' },
  ),
)

it('starts with the defaults of the schema', () => {
  expect(initialSettings(fields)).toEqual({ host: 'localhost', port: 5432 })
})

it('sends neither empty texts nor secrets that nobody touched', () => {
  expect(toSend(fields, { host: 'db', database: 'shop', ca: '', port: 1 })).toEqual({
    host: 'db',
    database: 'shop',
    port: 1,
  })
})

it('sends null to remove a stored secret, and only for secrets', () => {
  expect(toSend(fields, { password: null, host: null })).toEqual({ password: null })
})

it('names required fields that are empty', () => {
  expect(missingFields(fields, {}, []).map((it) => it.name)).toEqual(['database'])
  expect(missingFields(fields, { database: 'shop' }, [])).toEqual([])
})

it('shows a field only beside the values it belongs to', () => {
  const ca = fields.find((it) => it.name === 'ca')
  expect(ca && isShown(ca, { tls: 'off' })).toBe(false)
  expect(ca && isShown(ca, { tls: 'verify' })).toBe(true)
})
