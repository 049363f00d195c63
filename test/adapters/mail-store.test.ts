import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMailStore } from '../../adapters/postgres/mails.ts'
import { addAgent, addCustomer, clock, NOW, openTestDatabase } from '../support/records.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
let mails: ReturnType<typeof createMailStore>

beforeAll(async () => {
  database = await openTestDatabase()
  mails = createMailStore(database.db, clock)
})
afterAll(() => database.drop())

test('addresses are looked up by id', async () => {
  const customerId = await addCustomer(database.db)
  const agentId = await addAgent(database.db)
  expect(await mails.addressee(customerId)).toEqual({
    name: 'Ida Sommer',
    email: `${customerId}@seller.example`,
    languages: ['de', 'en'],
    timeZone: 'Europe/Berlin',
    company: 'Nordlicht GmbH',
  })
  expect(await mails.agent(agentId)).toEqual({ name: 'Jonas', email: `${agentId}@lotse.example` })
  expect(await mails.addressee('nobody')).toBeUndefined()
  expect(await mails.agent('nobody')).toBeUndefined()
})

test('a mail is remembered by its Message-ID and told once on the timeline', async () => {
  const customerId = await addCustomer(database.db)
  const mail = { messageId: '<m1@lotse>', template: 'booking_confirmed', language: 'de', customerId }
  expect(await mails.wasSent(mail.messageId)).toBe(false)
  for (let time = 0; time < 2; time += 1) {
    await mails.recordSent(mail)
    await mails.note(customerId, 'mail_sent', { template: mail.template }, 'mail/m1')
  }

  expect(await mails.wasSent(mail.messageId)).toBe(true)
  expect(await database.db.client.sentMail.findMany({ where: { customerId } })).toEqual([{ ...mail, sentAt: new Date(NOW) }])
  expect(await database.db.client.auditEntry.count({ where: { customerId, kind: 'mail_sent' } })).toBe(1)
})
