import { HOUR, type LifeUnderTest, MINUTE } from './life.ts'

/* What tests ask again and again of the years of a life. */

export const DECLINED = { outcome: 'completed', data: { support: 'declined' } } as const
export const WANTED = { outcome: 'completed', data: { support: 'wanted', onboarding: 'none' } } as const
export const TALKED = { outcome: 'completed', data: { feedback: 'worth it' } } as const
export const ANSWERED = { outcome: 'completed', data: { answers: [{ question: 'satisfaction', value: 9 }] } } as const

/** Until the first try of the trial-end call is due: half an hour after its clock rang. */
export async function toFirstTry(life: LifeUnderTest): Promise<void> {
  await life.passTo(String((await life.step('trial_end_call'))?.why.params.triesFrom), HOUR)
}

export const trialEnd = (life: LifeUnderTest): string => String(life.seller.trial().endsAt)

/** The spread of half an hour included. */
export const toTrialEnd = (life: LifeUnderTest): Promise<void> => life.passTo(trialEnd(life), 31 * MINUTE)

/** Parameters of each end of the trial that was written down. */
export const trialEnds = (life: LifeUnderTest) =>
  life.seller.entries.filter(({ kind }) => kind === 'trial_ended').map(({ params }) => params)

/** Until the survey call is due. */
export async function toSurvey(life: LifeUnderTest): Promise<void> {
  await life.passTo((await life.step('survey'))?.at, HOUR)
}

/** Names of the survey calls so far. */
export const surveyCalls = (life: LifeUnderTest): string[] => life.planned.filter((call) => call.endsWith(' survey'))
