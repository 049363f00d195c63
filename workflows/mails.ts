import { ActivityFailure, patched } from '@temporalio/workflow'
import type { MailRequest } from '../activities/mail.ts'
import { mail } from './records.ts'

/**
 * Mails under way, one after the other: an invitation comes before the one that changes it, also from a mail server that was down.
 * Nothing else waits for a mail but the end of its workflow, so that nobody is held up.
 */
export function createMails() {
  const underWay = new Set<Promise<void>>()
  return {
    send(request: MailRequest): void {
      const before = underWay.size > 0 && patched('mails-in-order') ? Promise.all(underWay).then(() => {}) : undefined
      const sending = (before === undefined ? mail.sendMail(request) : before.then(() => mail.sendMail(request)))
        // An address that is refused for good is on the timeline by then; the story goes on by telephone.
        .catch((error: unknown) => {
          if (!(error instanceof ActivityFailure)) throw error
        })
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    underWay: (): boolean => underWay.size > 0,
  }
}

export type Mails = ReturnType<typeof createMails>
