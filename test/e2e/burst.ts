import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Outside, Reply } from './outside.ts'

/** One registration somebody wants; `answer` is the first that came. */
export interface Order {
  readonly key: string | undefined
  readonly body: ReturnType<typeof sellerOf>
  answer?: Reply
}

const AT_ONCE = 8
const ORDERS = 14
const LANGUAGES = ['de', 'en', 'fr', 'es', 'it', 'pt', 'lv'] as const

function sellerOf(number: number) {
  const language = LANGUAGES[number % LANGUAGES.length] as string
  const email = `${randomUUID()}@burst.example`
  return {
    company: `Seller ${number}`,
    contact: { name: 'Kim Olsen', email, phone: `+3519${randomInt(10_000_000, 100_000_000)}` },
    languages: [language],
    country: 'PT',
    // Every seventh gets no welcome call, and a mail that says so.
    products: number % 7 === 6 ? ['lost_and_found'] : ['repricer'],
  }
}

export const bringsCall = ({ body }: Order): boolean => body.products.includes('repricer')

/** Orders of a burst, most with an Idempotency-Key, each fourth without. */
const ordersOf = (round: number): Order[] =>
  Array.from({ length: ORDERS }, (_, index) => {
    const number = round * ORDERS + index
    return { key: index % 4 === 3 ? undefined : randomUUID(), body: sellerOf(number) }
  })

export interface Burst {
  readonly orders: readonly Order[]
  /** Requests that were sent and not answered when it was struck. */
  readonly inFlight: number
  /** Every request was answered or given up. */
  readonly over: Promise<unknown>
}

/** Sends a burst, some requests at a time, and strikes at a random moment in it: after none or a few answers, and up to 60 ms. */
export async function burst(round: number, { tryRegister }: Outside, strike: () => Promise<void>): Promise<Burst> {
  const orders = ordersOf(round)
  const waiting = [...orders]
  const sent = { inFlight: 0, answered: 0 }
  const strikeAfter = randomInt(0, 5)
  let reached = (): void => {}
  const moment = new Promise<void>((done) => {
    reached = done
  })

  const send = async (): Promise<void> => {
    for (let order = waiting.shift(); order; order = waiting.shift()) {
      sent.inFlight += 1
      const answer = await tryRegister(order.body, order.key)
      sent.inFlight -= 1
      if (answer) Object.assign(order, { answer })
      if (answer) sent.answered += 1
      if (sent.answered >= strikeAfter) reached()
    }
  }
  const over = Promise.all(Array.from({ length: AT_ONCE }, send))
  if (strikeAfter === 0) reached()
  await Promise.race([moment, over])
  await delay(randomInt(0, 60))
  const { inFlight } = sent
  await strike()
  return { orders, inFlight, over }
}
