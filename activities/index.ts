import { type BookingDeps, createBookingActivities } from './bookings.ts'
import { type CallDeps, createCallActivities } from './calls.ts'
import { type CustomerDeps, createCustomerActivities } from './customers.ts'
import { createMailActivities, type MailDeps } from './mail.ts'

export type ActivityDeps = BookingDeps & CallDeps & CustomerDeps & MailDeps

/** All activities of a worker. */
export const createActivities = (deps: ActivityDeps) => ({
  ...createCustomerActivities(deps),
  ...createCallActivities(deps),
  ...createBookingActivities(deps),
  ...createMailActivities(deps),
})

export type Activities = ReturnType<typeof createActivities>
