import type { Coded } from '../codes.ts'
import { type AgreedGroup, type AgreementVersion, isRunnable } from './agreement.ts'
import { GROUP_KINDS, type GroupKind } from './judge.ts'
import type { ProfileView } from './profile.ts'

const point = (code: string, params: Coded['params'] = {}): Coded => ({ code, params })
const when = (condition: boolean, ...points: Coded[]): Coded[] => (condition ? points : [])

const MAIN_MARKETPLACES = 3
const MOST_QUESTIONS = 5
/** Inactive listings are worth a word from this share on. */
const MANY_INACTIVE_PERCENT = 30

/** What of a seller's profile is worth saying in a call, the most urgent first. */
export function profilePoints(view: ProfileView, agreement: AgreementVersion | null): Coded[] {
  return [...statePoints(view), ...(view.asOf === null ? [] : foundPoints(view)), ...askPoints(view), ...agreementPoints(view, agreement)]
}

function statePoints({ status, asOf, items, error }: ProfileView): Coded[] {
  const because = error === undefined ? {} : { error }
  if (status === 'none') return [point('amazon_account_not_connected')]
  if (status === 'failed') return [point('profile_failed', { ...because, asOf })]
  if (status === 'running') return [point('profile_running', { ...because, asOf })]
  return when(status === 'sampled', point('profile_sampled', { ...because, asOf })).concat(when(items === 0, point('nothing_listed')))
}

function foundPoints(view: ProfileView): Coded[] {
  const { items, active, skus, marketplaces, fulfilment, prices } = view
  if (items === 0) return []
  const main = marketplaces.slice(0, MAIN_MARKETPLACES).map((one) => ({ id: one.id, items: one.items, percent: percent(one.items, items) }))
  const inactive = items - active
  return [
    point('main_marketplaces', { marketplaces: main, of: marketplaces.length, skus }),
    point('product_mix', kindShares(view)),
    ...when(active === 0, point('nothing_active', { inactive })),
    ...when(active > 0 && percent(inactive, items) >= MANY_INACTIVE_PERCENT, point('many_inactive', { inactive, items })),
    point('fulfilment_mix', { ...fulfilment }),
    ...when(prices.length > 0, point('price_range', { prices })),
  ]
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part * 100) / whole))

/** How much of the items each kind of group makes, in percent. */
function kindShares({ groups }: ProfileView): Record<GroupKind, number> {
  const all = groups.reduce((sum, { items }) => sum + items, 0)
  const share = (kind: GroupKind): number =>
    percent(
      groups.filter((group) => group.kind === kind).reduce((sum, { items }) => sum + items, 0),
      all,
    )
  const [ownLabel, traded, unknown] = GROUP_KINDS.map(share) as [number, number, number]
  return { private_label: ownLabel, trade_goods: traded, unknown }
}

/** What only the seller can tell. */
function askPoints({ status, experience, areas, groups }: ProfileView): Coded[] {
  const unclear = groups
    .filter(({ kind, active }) => kind === 'unknown' && active > 0)
    .map(({ key, brand, items, evidence: { code } }) => ({ group: key, brand, items, because: code }))
  const analysed = status === 'sampled' || status === 'complete'
  return [
    ...when(experience === null, point('ask_experience')),
    ...when(areas.length === 0, point('ask_areas')),
    ...when(analysed && unclear.length > 0, point('ask_about_groups', { groups: unclear.slice(0, MOST_QUESTIONS), of: unclear.length })),
  ]
}

function agreementPoints({ groups }: ProfileView, agreement: AgreementVersion | null): Coded[] {
  const agreed = agreement?.groups ?? []
  const keys = (some: readonly AgreedGroup[]): string[] => some.map(({ group }) => group)
  const withoutBounds = agreed.filter((one) => one.strategy !== 'hold' && !isRunnable(one))
  const differing = agreed.filter(({ overridden }) => overridden)
  const open = groups.filter(({ key, proposal }) => proposal.strategy !== 'hold' && !agreed.some(({ group }) => group === key))
  return [
    ...when(withoutBounds.length > 0, point('minimum_and_maximum_missing', { groups: keys(withoutBounds) })),
    ...when(
      open.length > 0,
      point('agree_strategy', { groups: open.map(({ key, brand, proposal }) => ({ group: key, brand, strategy: proposal.strategy })) }),
    ),
    ...when(differing.length > 0, point('agreed_against_proposal', { groups: keys(differing) })),
  ]
}
