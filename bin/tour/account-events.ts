import { randomUUID } from 'node:crypto'
import type { Request } from './guide.ts'

/** A CloudEvent 1.0 as the shop or the billing system of a service would send it. */
export const accountEvent = (type: string, subject: string, data?: object): Request => ({
  method: 'POST',
  path: '/v1/events',
  as: 'service',
  headers: { 'content-type': 'application/cloudevents+json' },
  body: {
    specversion: '1.0',
    id: randomUUID(),
    source: '/tour/billing',
    type: `account.${type}`,
    subject,
    ...(data === undefined ? {} : { data }),
  },
})
