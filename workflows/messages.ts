import { defineSignal } from '@temporalio/workflow'
import type { SurveyTalk } from './quarterly-survey.ts'

/** A call tells its life that the welcome was held and the talk goes on as the onboarding. */
export const wentOn = defineSignal<[callId: string]>('wentOn')

/** A talk tells whoever started it how it ended, while its mails still wait for a mail server. Its end tells the same once more. */
export const callOver = defineSignal<[SurveyTalk]>('callOver')

/**
 * A life takes a call back, with the reason as a code; null lets it stand again. What is planned ends; a conversation under way is
 * left alone, only nothing follows from it by itself.
 */
export const withdraw = defineSignal<[reason: string | null]>('withdraw')

/** A registration that joined this life may have brought an account at Amazon. */
export const accountAdded = defineSignal('accountAdded')
