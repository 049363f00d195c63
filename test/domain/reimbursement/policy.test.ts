import { expect, test } from 'vitest'
import { POLICIES, POLICY_REGIONS } from '../../../domain/reimbursement/policies.ts'
import { type Claimed, claimWindow } from '../../../domain/reimbursement/policy.ts'

const window = (kind: Claimed['kind'], country: string, startsOn: string, filedOn = '2026-01-15') =>
  claimWindow({ kind, country, startsOn, filedOn })

test.each([
  // brief reimbursement, section 2: the worked dates
  ['fc_loss', 'US', '2024-08-01', '2024-08-01', '2024-10-22'],
  ['fc_loss', 'US', '2024-09-20', '2024-09-20', '2024-11-19'],
  ['fc_loss', 'US', '2025-06-01', '2025-06-01', '2025-07-31'],
  // either side of each cut-over
  ['fc_loss', 'US', '2023-04-22', '2023-04-22', '2024-10-22'],
  ['fc_loss', 'US', '2023-03-10', '2023-03-10', '2024-09-10'],
  ['fc_loss', 'US', '2024-10-22', '2024-10-22', '2024-12-21'],
  ['fc_loss', 'US', '2024-10-23', '2024-10-23', '2024-12-22'],
  ['fc_loss', 'DE', '2024-06-01', '2024-06-01', '2025-01-08'],
  ['fc_loss', 'DE', '2025-01-08', '2025-01-08', '2025-03-09'],
  ['fc_loss', 'GB', '2025-01-09', '2025-01-09', '2025-03-10'],
  ['fc_loss', 'AE', '2024-06-01', '2024-06-01', '2024-09-04'],
  ['fc_loss', 'AE', '2024-09-05', '2024-09-05', '2024-11-04'],
  ['customer_return', 'US', '2025-06-01', '2025-07-31', '2025-09-29'],
  ['customer_return', 'DE', '2025-06-01', '2025-07-16', '2025-09-14'],
  ['customer_return', 'US', '2024-08-01', '2024-09-30', '2024-11-29'],
  ['removal_lost', 'US', '2025-06-01', '2025-06-16', '2025-08-15'],
  ['removal_lost', 'AE', '2025-06-01', '2025-06-16', '2025-08-15'],
  ['removal_other', 'FR', '2025-06-01', '2025-06-01', '2025-07-31'],
  ['removal_other', 'AE', '2025-06-01', '2025-06-01', '2025-07-01'],
  ['inbound', 'DE', '2025-08-31', '2025-08-31', '2026-02-28'],
  ['inbound', 'AE', '2025-06-01', '2025-06-16', '2025-07-31'],
  ['valuation', 'US', '2025-06-01', '2025-06-01', '2025-07-31'],
  ['fulfilment_fee', 'DE', '2025-06-01', '2025-06-01', '2025-08-30'],
  ['referral_fee', 'US', '2025-06-01', '2025-06-01', '2025-08-30'],
] as const)('%s in %s of %s: from %s to %s', (kind, country, startsOn, eligibleFrom, deadline) => {
  expect(window(kind, country, startsOn)).toMatchObject({ eligibleFrom, deadline, overAfter: deadline })
})

test('the day of filing selects the version, and with it the first day', () => {
  const refunded = '2024-10-01'
  expect(window('removal_lost', 'US', refunded, '2024-10-22')).toMatchObject({
    eligibleFrom: '2024-10-15',
    policy: 'us/removal_lost/before',
  })
  expect(window('removal_lost', 'US', refunded, '2024-10-23')).toMatchObject({
    eligibleFrom: '2024-10-16',
    policy: 'us/removal_lost/2024-10-23',
  })
})

test('where sources contradict each other the earlier day is the deadline, and nothing is over before the later', () => {
  expect(window('inbound', 'US', '2025-06-01')).toMatchObject({
    eligibleFrom: '2025-06-16',
    deadline: '2025-07-31',
    overAfter: '2026-03-01',
    confirmed: false,
  })
})

test('a policy that was taken over from another country is not confirmed, the one that followed is', () => {
  expect(window('fc_loss', 'DE', '2024-12-01')).toMatchObject({ confirmed: false })
  expect(window('fc_loss', 'DE', '2025-02-01')).toMatchObject({ confirmed: true, policy: 'eu/fc_loss/2025-01-09' })
  expect(window('fc_loss', 'US', '2024-08-01')).toMatchObject({ confirmed: true })
})

test.each([
  ['customer_return', 'AE'],
  ['valuation', 'SA'],
  ['fc_loss', 'JP'],
  ['fc_loss', 'IN'],
  ['inbound', 'XX'],
] as const)('nobody knows the window of %s in %s, and none is guessed', (kind, country) => {
  expect(window(kind, country, '2025-06-01')).toBeUndefined()
})

test('no month is too short for a window', () => {
  expect(window('fc_loss', 'US', '2023-08-31', '2024-10-01')).toMatchObject({ deadline: '2024-10-22' })
  expect(window('inbound', 'DE', '2023-08-31')).toMatchObject({ deadline: '2024-02-29' })
})

test('versions stand in order, each country follows one policy, each line says where it is written', () => {
  const countries = Object.values(POLICY_REGIONS).flat()
  expect(new Set(countries).size).toBe(countries.length)
  for (const lines of Object.values(POLICIES))
    for (const versions of Object.values(lines)) {
      const dates = versions.map(({ since }) => since ?? '')
      expect(dates).toEqual([...dates].sort())
      expect(versions.every(({ source }) => source.length > 20)).toBe(true)
      expect(versions[0]?.since).toBeNull()
    }
})
