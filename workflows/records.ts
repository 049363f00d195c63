import { proxyActivities } from '@temporalio/workflow'
import type { AmazonAccountActivities } from '../activities/amazon-accounts.ts'
import type { BookingActivities } from '../activities/bookings.ts'
import type { CallActivities } from '../activities/calls.ts'
import type { CustomerActivities } from '../activities/customers.ts'
import type { LifeActivities } from '../activities/life.ts'
import type { MailActivities } from '../activities/mail.ts'
import type { SurveyActivities } from '../activities/surveys.ts'
import { FailureType } from '../domain/errors.ts'

/*
 * Activities as the workflows call them. Records are tried again until the database answers: a life never ends because a
 * database was down for a night. Only what cannot get better by waiting fails.
 */
const patient = { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' } as const

export const records = proxyActivities<
  CustomerActivities & LifeActivities & CallActivities & BookingActivities & SurveyActivities & AmazonAccountActivities
>({
  startToCloseTimeout: '15 seconds',
  retry: { ...patient, nonRetryableErrorTypes: [FailureType.SlotTaken] },
})

/** The mail server may be away for long; nobody waits for it. */
export const mail = proxyActivities<MailActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { ...patient, initialInterval: '2 seconds', maximumInterval: '1 minute' },
  summary: 'mail to the seller',
})
