import type { Scenario } from '../stage.ts'
import { absences } from './absences.ts'
import { accountEvents } from './account-events.ts'
import { agreements } from './agreements.ts'
import { analyses } from './analyses.ts'
import { bookedCalls } from './booked-calls.ts'
import { calendarFeeds } from './calendar-feeds.ts'
import { callConsents } from './call-consents.ts'
import { calls } from './calls.ts'
import { clearances } from './clearances.ts'
import { consents } from './consents.ts'
import { deadlines } from './deadlines.ts'
import { holds } from './holds.ts'
import { hotline } from './hotline.ts'
import { lifeSurveys } from './life-surveys.ts'
import { lifeTrials } from './life-trials.ts'
import { lives } from './lives.ts'
import { mailServerDown } from './mail-server-down.ts'
import { policies } from './policies.ts'
import { renewals } from './renewals.ts'
import { steps } from './steps.ts'
import { surveys } from './surveys.ts'
import { trials } from './trials.ts'
import { tries } from './tries.ts'
import { withdrawals } from './withdrawals.ts'

/** Every branch of every workflow, for the recorder and for the comparison of commands. */
export const SCENARIOS: readonly Scenario[] = [
  ...[...calls, ...tries, ...policies, ...bookedCalls, ...withdrawals, ...deadlines, ...agreements, ...clearances, ...hotline, ...holds],
  ...[...trials, ...surveys, ...callConsents, ...absences, ...calendarFeeds, ...mailServerDown],
  // Analyses last: one that goes on for ever holds the server's clock.
  ...[...lives, ...lifeTrials, ...lifeSurveys, ...steps, ...accountEvents, ...consents, ...renewals, ...analyses],
]
