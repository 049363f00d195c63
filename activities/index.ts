import { type AbsenceDeps, createAbsenceActivities } from './absences.ts'
import { type AgreementDeps, createAgreementActivities } from './agreements.ts'
import { type AmazonAccountDeps, createAmazonAccountActivities } from './amazon-accounts.ts'
import { type BookingDeps, createBookingActivities } from './bookings.ts'
import { type CallLineDeps, createCallLineActivities } from './call-line.ts'
import { type CallDeps, createCallActivities } from './calls.ts'
import { type ClearanceDeps, createClearanceActivities } from './clearance.ts'
import { type ConsentDeps, createConsentActivities } from './consents.ts'
import { type CustomerDeps, createCustomerActivities } from './customers.ts'
import { createFeedActivities, type FeedDeps } from './feeds.ts'
import { createHoldActivities, type HoldDeps } from './holds.ts'
import { createHotlineActivities, type HotlineDeps } from './hotline.ts'
import { createLifeActivities, type LifeDeps } from './life.ts'
import { createMailActivities, type MailDeps } from './mail.ts'
import { createProfileActivities, type ProfileDeps } from './profile.ts'
import { createSurveyActivities, type SurveyDeps } from './surveys.ts'

export type ActivityDeps = AbsenceDeps &
  AgreementDeps &
  AmazonAccountDeps &
  BookingDeps &
  CallDeps &
  CallLineDeps &
  ConsentDeps &
  ClearanceDeps &
  CustomerDeps &
  HotlineDeps &
  HoldDeps &
  FeedDeps &
  LifeDeps &
  MailDeps &
  ProfileDeps &
  SurveyDeps

/** All activities of a worker. */
export const createActivities = (deps: ActivityDeps) => ({
  ...createCustomerActivities(deps),
  ...createAbsenceActivities(deps),
  ...createAgreementActivities(deps),
  ...createCallActivities(deps),
  ...createCallLineActivities(deps),
  ...createConsentActivities(deps),
  ...createClearanceActivities(deps),
  ...createBookingActivities(deps),
  ...createHotlineActivities(deps),
  ...createHoldActivities(deps),
  ...createLifeActivities(deps),
  ...createMailActivities(deps),
  ...createSurveyActivities(deps),
  ...createAmazonAccountActivities(deps),
  ...createProfileActivities(deps),
  ...createFeedActivities(deps),
})

export type Activities = ReturnType<typeof createActivities>
