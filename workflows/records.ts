import { proxyActivities, workflowInfo } from '@temporalio/workflow'
import type { AbsenceActivities } from '../activities/absences.ts'
import type { AgreementActivities } from '../activities/agreements.ts'
import type { AmazonAccountActivities } from '../activities/amazon-accounts.ts'
import type { BookingActivities } from '../activities/bookings.ts'
import type { CallLineActivities } from '../activities/call-line.ts'
import type { CallActivities } from '../activities/calls.ts'
import type { ClearanceActivities } from '../activities/clearance.ts'
import type { ConsentActivities } from '../activities/consents.ts'
import type { CustomerActivities } from '../activities/customers.ts'
import type { FeedActivities } from '../activities/feeds.ts'
import type { HoldActivities } from '../activities/holds.ts'
import type { HotlineActivities } from '../activities/hotline.ts'
import type { LifeActivities } from '../activities/life.ts'
import type { MailActivities } from '../activities/mail.ts'
import type { ProfileActivities } from '../activities/profile.ts'
import type { SurveyActivities } from '../activities/surveys.ts'
import { amazonQueue } from '../domain/amazon/queue.ts'
import { FailureType } from '../domain/errors.ts'

/*
 * Activities as the workflows call them. Records are tried again until the database answers: a life never ends because a
 * database was down for a night. Only what cannot get better by waiting fails.
 */
const patient = { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '30 seconds' } as const

type ProfileRecords = 'beginAnalysis' | 'closeProfile' | 'describeSeller'

export const records = proxyActivities<
  CustomerActivities &
    AbsenceActivities &
    AgreementActivities &
    HotlineActivities &
    LifeActivities &
    CallActivities &
    ConsentActivities &
    ClearanceActivities &
    BookingActivities &
    HoldActivities &
    SurveyActivities &
    AmazonAccountActivities &
    Pick<ProfileActivities, ProfileRecords>
>({
  startToCloseTimeout: '15 seconds',
  retry: { ...patient, nonRetryableErrorTypes: [FailureType.SlotTaken] },
})

/** Asks many calls one after the other, and says that it is alive; what a call has answered once it answers again. */
export const callLine = proxyActivities<CallLineActivities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '30 seconds',
  retry: patient,
})
/** Bounds itself to less than that, whatever a calendar elsewhere does. */
export const feeds = proxyActivities<FeedActivities>({ startToCloseTimeout: '2 minutes', retry: patient })

/** The mail server may be away for long; nobody waits for it. */
export const mail = proxyActivities<MailActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { ...patient, initialInterval: '2 seconds', maximumInterval: '1 minute' },
  summary: 'mail to the seller',
})

/**
 * Amazon lets us wait for reports and quota, and may be away: each of these says that it is alive, and goes on where it was. They have a
 * queue of their own, so that no call ever waits behind them.
 */
export const amazon = () =>
  proxyActivities<Omit<ProfileActivities, ProfileRecords>>({
    taskQueue: amazonQueue(workflowInfo().taskQueue),
    scheduleToCloseTimeout: '6 hours',
    startToCloseTimeout: '2 hours',
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
  })
