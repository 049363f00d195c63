import { ActivityFailure } from '@temporalio/workflow'
import type { MailRequest } from '../activities/mail.ts'
import { mail } from './records.ts'

/** Mails under way. Nothing waits for a mail but the end of its workflow, so a mail server that is down holds nobody up. */
export function createMails() {
  const underWay = new Set<Promise<void>>()
  return {
    send(request: MailRequest): void {
      const sending = mail
        .sendMail(request)
        // An address that is refused for good is on the timeline by then; the story goes on by telephone.
        .catch((error: unknown) => {
          if (!(error instanceof ActivityFailure)) throw error
        })
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    underWay: (): boolean => underWay.size > 0,
    async sent(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

export type Mails = ReturnType<typeof createMails>
