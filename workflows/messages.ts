import { defineSignal } from '@temporalio/workflow'

/** A call tells its life that the welcome was held and the talk goes on as the onboarding. */
export const wentOn = defineSignal<[callId: string]>('wentOn')
