import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProfileReply } from '../../api/schemas/profile.ts'
import { round } from '../figures.ts'
import { type House, sellerBody } from '../house.ts'
import { floorSeconds, type Requests } from './floor.ts'
import { type Step, stepsOf } from './steps.ts'

/** One of the sandbox's sellers, and how the sandbox knows him. */
export interface Player {
  readonly key: string
  readonly sellingPartnerId: string
}

/** Seconds since the seller was registered, or his accounts were to be read again. */
export interface Reached {
  readonly seconds: number
  /** That Amazon's published rates alone demand for what was asked until then. */
  readonly floorSeconds: number
}

export interface Analysed {
  readonly seller: string
  readonly skus: number
  readonly items: number
  readonly marketplaces: number
  readonly groups: number
  readonly firstResult: Reached
  readonly complete: Reached
  readonly requests: Requests
  readonly throttled: number
  readonly steps: readonly Step[]
  /** Of the machine in the last minute, as processes that wanted to run. */
  readonly load: number
}

interface Traffic {
  readonly throttled: number
  readonly operations: Readonly<Record<string, { readonly requests: number }>>
}

/** Each look costs the API a little, on a machine that all share. */
const EVERY_MS = 500
/** An analysis that takes longer is stuck. */
const PATIENCE_MS = 8 * 60_000
const FIRST = ['sampled', 'complete']

/** What Amazon was asked, by everybody or by one seller; counted by the sandbox. */
export async function trafficOf({ lotse, stack }: House, player?: Player): Promise<Traffic> {
  const whose = player === undefined ? '' : `?sellingPartnerId=${player.sellingPartnerId}`
  return (await lotse.ask('GET', `/amazon/admin/traffic${whose}`, { base: stack.sandbox })).body
}

const requestsOf = ({ operations }: Traffic): Requests =>
  Object.fromEntries(Object.entries(operations).map(([name, { requests }]) => [name, requests]))

/** Registers a seller with his account at Amazon: his analysis begins by itself. Answers his id. */
async function registerPlayer({ lotse }: House, { key, sellingPartnerId }: Player, number: number): Promise<string> {
  const amazon = { sellingPartnerId, region: 'eu', refreshToken: `Atzr|sandbox-${key}` }
  const { status, body } = await lotse.register({ ...sellerBody(number), amazon }, `bench-${number}`)
  if (status !== 201) throw new Error(`${key} was not registered: ${status} ${JSON.stringify(body)}`)
  return body.id
}

/** Waits until a profile is so far; the seconds it took. */
async function reach({ lotse }: House, customerId: string, statuses: readonly string[], began: number): Promise<number> {
  for (;;) {
    const { body } = await lotse.ask('GET', `/v1/customers/${customerId}/profile`)
    const seconds = (performance.now() - began) / 1000
    if (statuses.includes(body.status)) return seconds
    if (body.status === 'failed' || seconds * 1000 > PATIENCE_MS)
      throw new Error(
        `no ${statuses.join(' or ')} after ${round(seconds)} s: ${JSON.stringify({ status: body.status, error: body.error })}`,
      )
    await delay(EVERY_MS)
  }
}

/** Analyses a seller from his registration on, until there is nothing left to learn. */
export async function analyse(
  house: House,
  player: Player,
  number: number,
  say: (line: string) => void,
): Promise<Analysed & { id: string }> {
  const id = await registerPlayer(house, player, number)
  const began = performance.now()
  const reached = async (statuses: readonly string[]): Promise<Reached> => {
    const seconds = await reach(house, id, statuses, began)
    return { seconds: round(seconds), floorSeconds: round(floorSeconds(requestsOf(await trafficOf(house, player)))) }
  }
  const firstResult = await reached(FIRST)
  say(`${player.key}: first result after ${firstResult.seconds} s`)
  const complete = await reached(['complete'])
  say(`${player.key}: complete after ${complete.seconds} s, Amazon's rates alone demand ${complete.floorSeconds} s`)
  const profile: ProfileReply = (await house.lotse.ask('GET', `/v1/customers/${id}/profile`)).body
  const traffic = await trafficOf(house, player)
  return {
    id,
    seller: player.key,
    skus: profile.skus,
    items: profile.items,
    marketplaces: profile.marketplaces.length,
    groups: profile.groups.length,
    firstResult,
    complete,
    requests: requestsOf(traffic),
    throttled: traffic.throttled,
    steps: await stepsOf(house.temporal, id),
    load: round(loadavg()[0] ?? 0),
  }
}

/** Seconds of a further analysis since somebody asked for it. */
export interface Again {
  readonly firstResultSeconds: number
  readonly completeSeconds: number
}

/** Reads a seller's accounts once more. */
export async function analyseAgain(house: House, id: string): Promise<Again> {
  const { status, body } = await house.lotse.ask('POST', `/v1/customers/${id}/profile/analysis`, { as: 'service', body: {} })
  if (status !== 202) throw new Error(`no second analysis: ${status} ${JSON.stringify(body)}`)
  const began = performance.now()
  const firstResultSeconds = round(await reach(house, id, FIRST, began))
  return { firstResultSeconds, completeSeconds: round(await reach(house, id, ['complete'], began)) }
}
