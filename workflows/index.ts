/** Everything a worker runs: the entry of the workflow bundle. */
export { calendarFeed } from './calendar-feed.ts'
export { call } from './call.ts'
export { customer } from './customer.ts'
export { onboardingCall } from './onboarding-call.ts'
export { profileAnalysis } from './profile-analysis.ts'
export { quarterlySurvey } from './quarterly-survey.ts'
export { trialFollowUp } from './trial-follow-up.ts'
