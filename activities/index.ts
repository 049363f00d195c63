import { type AgreementDeps, createAgreementActivities } from './agreements.ts'
import { type AmazonAccountDeps, createAmazonAccountActivities } from './amazon-accounts.ts'
import { type BookingDeps, createBookingActivities } from './bookings.ts'
import { type CallDeps, createCallActivities } from './calls.ts'
import { type CustomerDeps, createCustomerActivities } from './customers.ts'
import { createFeedActivities, type FeedDeps } from './feeds.ts'
import { createLifeActivities, type LifeDeps } from './life.ts'
import { createMailActivities, type MailDeps } from './mail.ts'
import { createProfileActivities, type ProfileDeps } from './profile.ts'
import { createSurveyActivities, type SurveyDeps } from './surveys.ts'

export type ActivityDeps = AgreementDeps &
  AmazonAccountDeps &
  BookingDeps &
  CallDeps &
  CustomerDeps &
  FeedDeps &
  LifeDeps &
  MailDeps &
  ProfileDeps &
  SurveyDeps

/** All activities of a worker. */
export const createActivities = (deps: ActivityDeps) => ({
  ...createCustomerActivities(deps),
  ...createAgreementActivities(deps),
  ...createCallActivities(deps),
  ...createBookingActivities(deps),
  ...createLifeActivities(deps),
  ...createMailActivities(deps),
  ...createSurveyActivities(deps),
  ...createAmazonAccountActivities(deps),
  ...createProfileActivities(deps),
  ...createFeedActivities(deps),
})

export type Activities = ReturnType<typeof createActivities>
