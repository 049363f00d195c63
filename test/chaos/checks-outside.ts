import { type Check, check, counted, eachOnce } from './check.ts'
import type { Life } from './life.ts'
import type { Picture } from './picture.ts'

/** `mail/<key>/0` in the trail is `<key@lotse>` in the mailbox. */
const messageIdOf = (note: string): string =>
  `<${note
    .replace(/^mail\//, '')
    .replace(/\/0$/, '')
    .replaceAll('/', '.')}@lotse>`

/** What reached mailbox and telephone is what Lotse says of it. `gaps`: kills that could come between a mail server's yes and its record. */
export function checkOutside(lives: readonly Life[], picture: Picture, gaps: number): Check[] {
  const { mails, sentMails, mailNotes, phoneCalls, telephonyEvents, telephoneTries } = picture
  const arrived = counted(mails, ({ messageId }) => messageId)
  const again = [...arrived].filter(([, times]) => times > 1)
  const reports = phoneCalls.flatMap(({ events }) => events)
  const tries = lives.flatMap((life) => [...life.tries.values()].flat())

  return [
    eachOnce('mails in the mailbox, each said on the trail', mailNotes.map(messageIdOf), arrived.keys()),
    eachOnce('mails in the mailbox, each remembered as sent', sentMails, arrived.keys()),
    // SMTP knows no "once": a worker killed between the server's yes and its own note sends the same mail under the same Message-ID.
    check(
      `mails that came again under their Message-ID: at most one for each of ${gaps} kills`,
      again.slice(gaps),
      ([id, times]) => `${id} came ${times} times`,
    ),
    check('reports of the telephone, each delivered', reports, ({ webhookId, status }) =>
      status === 'delivered' ? undefined : `${webhookId} is ${status}`,
    ),
    eachOnce(
      'reports of the telephone, each worked off once',
      reports.map(({ webhookId }) => webhookId),
      telephonyEvents,
    ),
    eachOnce(
      'telephone calls that nobody answered, each one try',
      tries.flatMap(({ pbxCallId }) => pbxCallId ?? []),
      telephoneTries,
    ),
  ]
}
