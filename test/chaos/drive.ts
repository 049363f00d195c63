import { accountEvent } from './account.ts'
import { type Desk, isOpen, isTalk } from './desk.ts'
import { keyOf, type Life, productAdded } from './life.ts'
import { askForCall, book, drop, move } from './plans.ts'
import { talk } from './talk.ts'

const AT_ONCE = 8

/** Runs `work` for each item, some at a time. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const one = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

export async function register(desk: Desk, life: Life): Promise<void> {
  const { body, end } = await desk.act({
    what: 'register',
    method: 'POST',
    path: '/v1/customers',
    body: life.body,
    as: 'service',
    key: keyOf(life, 'register'),
  })
  if (end !== 'acknowledged') return
  life.id = body.id
  for (const product of life.body.products) productAdded(life, product, Date.parse(body.createdAt))
}

/** One thing that somebody does about a seller, by how he stands. */
async function oneThing(desk: Desk, life: Life): Promise<void> {
  const calls = (await desk.callsOf(life)).filter(isOpen)
  const quiet = calls.filter((call) => !isTalk(call))
  if (life.cancelled) return life.dice.chance(0.3) ? accountEvent(desk, life) : undefined
  const what = life.dice.weighted({
    talk: calls.length > 0 ? 8 : 0,
    move: quiet.length > 0 ? 2 : 0,
    drop: quiet.length > 0 ? 0.7 : 0,
    book: calls.length < 2 ? (life.reached === 'welcomed' ? 4 : 0.5) : 0,
    consult: calls.length < 2 ? 0.5 : 0,
    ask: calls.length < 2 ? 1 : 0,
    account: 1,
    nothing: 2,
  })
  if (what === 'talk') {
    // Who is talking already is heard out first.
    const call = calls.find(isTalk) ?? life.dice.pick(calls)
    return talk(desk, life, call, calls.length === 1)
  }
  if (what === 'move') return move(desk, life, life.dice.pick(quiet))
  if (what === 'drop') return drop(desk, life, life.dice.pick(quiet))
  if (what === 'book') return book(desk, life, 'onboarding')
  if (what === 'consult') return book(desk, life, 'consultation')
  if (what === 'ask') return askForCall(desk, life)
  if (what === 'account') return accountEvent(desk, life)
}

/** A working day of everybody: up to three things with each seller, one after the other, eight sellers at a time. */
export async function workingDay(desk: Desk, lives: readonly Life[]): Promise<void> {
  await each(
    lives.filter(({ id }) => id !== ''),
    async (life) => {
      for (let things = life.dice.int(0, 4); things > 0; things--) await oneThing(desk, life)
    },
  )
}
