import { becomesTrue } from '../../bin/embedded/wait.ts'
import { type Desk, isOpen, isTalk } from './desk.ts'
import { keyOf, type Life, productAdded } from './life.ts'

const SOURCE = 'https://shop.chaos.example'
const PATIENCE_MS = 120_000

/** The shop's system tells of an account, up to five times: its line is no better than ours. Answers whether it was taken. */
async function send(desk: Desk, life: Life, type: string, data: Readonly<Record<string, unknown>>): Promise<boolean> {
  const id = `${life.number}-${life.events.length}`
  const time = new Date(await desk.now()).toISOString()
  const body = { specversion: '1.0', id, source: SOURCE, type, subject: life.id, time, data }
  const answers: boolean[] = []
  let unclear = false
  for (let times = life.dice.int(1, 6); times > 0; times--) {
    // No Idempotency-Key makes it the same event, but source and id.
    const deed = await desk.act({ what: type, method: 'POST', path: '/v1/events', body, as: 'service', key: keyOf(life, 'event') })
    if (deed.end === 'acknowledged') answers.push(deed.body.duplicate)
    if (deed.end !== 'acknowledged' || deed.unclear > 0) unclear = true
  }
  if (answers.length === 0) return false
  life.events.push({ id, type, answers, unclear })
  const isHeard = async () => (await desk.readAll(`/v1/customers/${life.id}/timeline`)).some(({ params }) => params.eventId === id)
  await becomesTrue(isHeard, PATIENCE_MS, 300) // whether it was is counted at the end
  return true
}

/** What happens to an account by itself: nobody at our desks has a say in it. */
export async function accountEvent(desk: Desk, life: Life): Promise<void> {
  if (life.cancelled) {
    if (await send(desk, life, 'account.cancellation_withdrawn', {})) life.cancelled = false
    return
  }
  const type = life.dice.weighted({ 'account.renewed': 3, 'account.product_added': 2, 'account.cancelled': 2 })
  const product = life.dice.pick(['repricer', 'lost_and_found', 'analytics'])
  if (!(await send(desk, life, type, type === 'account.product_added' ? { product } : {}))) return
  if (type === 'account.product_added') productAdded(life, product, await desk.now())
  if (type !== 'account.cancelled') return
  life.cancelled = true
  // Its calls are taken back, but for a talk under way: only then is it quiet.
  await becomesTrue(async () => (await desk.callsOf(life)).every((call) => !isOpen(call) || isTalk(call)), PATIENCE_MS, 300)
}
