import type { Invitation, Mail, MailTemplate } from '../../domain/mail.ts'

export const TEMPLATES: readonly MailTemplate[] = [
  'welcome_call_planned',
  'welcome_call_late',
  'welcome_no_speaker',
  'agent_no_show',
  'welcome_no_call',
  'booking_confirmed',
  'booking_moved',
  'booking_cancelled',
  'booking_reminder',
  'running_late',
  'slot_freed',
  'not_reached',
  'call_me_later',
  'no_show',
  'support_declined',
  'trial_questionnaire',
]

/** Berlin is already a day further than UTC. */
export const AT = '2027-03-04T23:30:00.000Z'

export const sampleInvitation = (changes: Partial<Invitation> = {}): Invitation => ({
  uid: 'booking-1@lotse.example',
  sequence: 0,
  method: 'REQUEST',
  start: AT,
  end: '2027-03-05T00:15:00.000Z',
  purpose: 'onboarding',
  agent: { name: 'Jonas', email: 'jonas@lotse.example' },
  ...changes,
})

export const sampleMail = (changes: Partial<Mail> = {}): Mail => ({
  messageId: '<booking-1.0@lotse.example>',
  template: 'booking_confirmed',
  customerId: 'c1',
  to: { name: 'Ida Sommer', email: 'ida@seller.example' },
  languages: ['de'],
  timeZone: 'Europe/Berlin',
  params: { company: 'Nordlicht GmbH', agentName: 'Jonas', at: AT, minutes: 45, purpose: 'onboarding', language: 'de' },
  ...changes,
})
