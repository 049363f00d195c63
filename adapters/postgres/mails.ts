import type { AddressBook, MailLog } from '../../activities/mail.ts'
import type { SentMailLog } from '../mail/mailer.ts'
import { WITH_CONTACT } from './customer-view.ts'
import { type Database, machineClock } from './database.ts'
import { writeEntries } from './trail.ts'

export const createMailStore = ({ client }: Database, clock = machineClock): AddressBook & MailLog & SentMailLog => ({
  async addressee(id) {
    const customer = await client.customer.findUnique({ where: { id }, include: WITH_CONTACT })
    const contact = customer?.contacts[0]
    if (!customer || !contact) return undefined
    const { languages, timeZone, company } = customer
    return { name: contact.name, email: contact.email, languages, timeZone, company }
  },

  async agent(id) {
    const agent = await client.agent.findUnique({ where: { id }, select: { name: true, email: true } })
    return agent ?? undefined
  },

  async note(customerId, kind, params, key) {
    await writeEntries(client, key, new Date(clock.now()), { customerId }, [{ kind, params, actor: 'system' }])
  },

  async wasSent(messageId) {
    return (await client.sentMail.findUnique({ where: { messageId } })) !== null
  },

  async recordSent(mail) {
    await client.sentMail.createMany({ data: [{ ...mail, sentAt: new Date(clock.now()) }], skipDuplicates: true })
  },
})
