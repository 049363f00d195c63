import { randomInt } from 'node:crypto'
import type { Guide, Json } from './guide.ts'
import type { Seller } from './sellers.ts'

/** Of so many of the sandbox's sellers one is drawn, and another where an earlier tour has taken him. */
export const DRAWN_FROM = 2_000
const MOST_DRAWS = 6
/** Amazon takes some seconds to write a report. */
export const ANALYSIS_MS = 120_000

/** She allows us to read her Amazon account, on the page that Amazon shows her; it is read beside everything else. */
export async function consents(guide: Guide, { id, life }: Seller): Promise<void> {
  const { stop, ask, sandbox, chapter } = guide
  chapter('Her Amazon account: she consents, and it is read while people talk')
  const { items } = await stop({
    name: 'somebody of the sandbox lends her a shop',
    request: { method: 'GET', path: `/amazon/admin/sellers?generated=${DRAWN_FROM}`, base: sandbox },
    until: (body) => smallShops(body).length > 0,
    summary: (body) => `${smallShops(body).length} small European shops to choose from`,
    workflow: life,
  })
  const shops = smallShops({ items })
  for (let draws = 1; ; draws += 1) {
    const shop = shops[randomInt(shops.length)]
    await allow(guide, { id, life, shop })
    const { body } = await ask({ method: 'GET', path: `/v1/customers/${id}/amazon-accounts` })
    // A shop that an earlier tour has taken stays in the life of its owner.
    if (draws === MOST_DRAWS || body.items.some(({ status }: Json) => status === 'connected')) return
  }
}

async function allow({ stop }: Guide, { id, life, shop }: { id: string; life: string; shop: Json }): Promise<void> {
  const asked = await stop({
    name: 'she is asked for her consent at Amazon',
    request: { method: 'POST', path: `/v1/customers/${id}/amazon-accounts`, body: { region: 'eu' }, as: 'service' },
    expect: 201,
    summary: () => 'a link to Amazon, good for seven days and one consent',
    workflow: life,
  })
  const { pathname, search, origin } = new URL(asked.authorizationUrl)
  const body = new URLSearchParams({ seller: shop.key, decision: 'allow' })
  await stop({
    name: "she says yes on Amazon's page, and comes back to us",
    request: { method: 'POST', path: `${pathname}${search}`, base: origin, body },
    until: ({ outcome }) => outcome === 'connected',
    summary: () => `${shop.name} is connected: the seller was proved, the credential sealed`,
    workflow: life,
  })
}

/** Main accounts only: a second one may list nothing, and then there is nothing to propose. */
export const smallShops = ({ items }: Json): Json[] =>
  items.filter(
    ({ key, region, products, marketplaces }: Json) =>
      /^generated-\d+$/.test(key) && region === 'eu' && marketplaces.length === 1 && products >= 5 && products <= 20,
  )

/** What she sells, as the agent's card shows it before anything is agreed on; answers what to agree on. */
export async function proposal({ stop }: Guide, callId: string): Promise<Json> {
  const { profile } = await stop({
    name: 'the card shows what she sells, and what is proposed',
    request: { method: 'GET', path: `/v1/calls/${callId}` },
    until: ({ profile: { status, groups } }) => ['sampled', 'complete'].includes(status) && groups.length > 0,
    patienceMs: ANALYSIS_MS,
    summary: ({ profile: { skus, marketplaces, groups } }) =>
      `${skus} SKUs in ${marketplaces.length} marketplaces; ${groups.map(({ key, kind, proposal: { strategy } }: Json) => `${key}: ${kind}, ${strategy}`).join('; ')}`,
    workflow: `call/${callId}`,
  })
  return profile
}

/** The largest group that can be priced, with the prices she asks today as bounds. */
export function agreedOn({ groups, prices }: Json, strategy: 'push' | 'buy_box'): Json[] {
  const [group] = [...groups].sort((a: Json, b: Json) => b.active - a.active)
  const { currency, lowest, highest } = group.prices[0] ?? prices[0] ?? { currency: 'EUR', lowest: 1290, highest: 2490 }
  return [{ group: group.key, strategy, min: { minor: lowest, currency }, max: { minor: highest, currency } }]
}
