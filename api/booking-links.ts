import { timingSafeEqual } from 'node:crypto'
import { BOOKING_PURPOSES, type BookingPurpose } from '../domain/bookings.ts'
import { Problem } from './problems.ts'

/** Signs text with a key of its own that was derived from the deployment's secret; 43 characters of base64url. */
export interface LinkSigner {
  sign(text: string): string
}

export interface BookingLink {
  readonly customerId: string
  readonly purpose: BookingPurpose
  /** Epoch seconds */
  readonly expires: number
}

/** For whom, what for and until when, and our signature over it. Ids are random or hashes: nothing of a person can be read. */
export function linkToken({ customerId, purpose, expires }: BookingLink, signer: LinkSigner): string {
  const text = Buffer.from([expires.toString(36), purpose, customerId].join(' ')).toString('base64url')
  return `${text}.${signer.sign(text)}`
}

/** The link of a token: 403 where it is not ours, 410 where its time is over. `now` is epoch milliseconds. */
export function openLink(token: string, signer: LinkSigner, now: number): BookingLink {
  const [text = '', signature = '', ...more] = token.split('.')
  if (more.length > 0 || !same(signature, signer.sign(text)))
    throw new Problem('link-invalid', 'This link is not one of ours: ask for a new one.')
  const [until = '', purpose = '', ...id] = Buffer.from(text, 'base64url').toString().split(' ')
  const expires = Number.parseInt(until, 36)
  if (expires * 1_000 <= now) throw new Problem('link-expired', 'This link has expired: ask for a new one.')
  const known = BOOKING_PURPOSES.find((one) => one === purpose)
  if (known === undefined) throw new Problem('link-invalid', 'This link is not for a booking: ask for a new one.')
  return { customerId: id.join(' '), purpose: known, expires }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
