import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../adapters/postgres/database.ts'
import { patiently, startTestStack, type TestStack } from '../support/api.ts'
import { type Desk, deskOf, soon } from '../support/desk.ts'

let stack: TestStack
let desk: Desk
beforeAll(async () => {
  stack = patiently(await startTestStack())
  desk = deskOf(stack)
})
afterAll(async () => {
  await stack?.close()
})

const DAY = 86_400_000
const lead = { as: 'lead' } as const
const inDays = (days: number): Date => new Date(Date.now() + days * DAY)

interface Candidate {
  readonly agentId: string
  readonly droppedBy?: string
  readonly scores?: object
}

/** Somebody who speaks this, at work on the weekdays. */
async function colleague(tag: string, timeZone: string, weekdays: readonly number[], from = '00:00', to = '23:59'): Promise<string> {
  const person = { name: 'Rui Costa', email: `${randomUUID()}@lotse.example`, languages: [{ tag, level: 'native' }], timeZone }
  const { body } = await stack.request('POST', '/v1/agents', { ...lead, body: person })
  await worksOn(body.id, weekdays, from, to)
  return body.id
}
async function worksOn(agentId: string, weekdays: readonly number[], from: string, to: string): Promise<void> {
  const body = weekdays.map((weekday) => ({ weekday, from, to }))
  expect((await stack.request('PUT', `/v1/agents/${agentId}/shifts`, { ...lead, body })).status).toBe(200)
}
const everybody = async (): Promise<string[]> =>
  (await stack.request('GET', '/v1/agents?limit=200', lead)).body.items.map(({ id }: { id: string }) => id)
const decisionsOn = async (callId: string): Promise<{ agentId: string | null; candidates: Candidate[] }[]> =>
  (await stack.request('GET', `/v1/calls/${callId}/why`)).body.items
const noticesOf = async (callId: string) =>
  (await stack.request('GET', '/v1/notifications?limit=200', lead)).body.items.filter((one: { callId?: string }) => one.callId === callId)
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]

test('every decision lists the whole team, each with the filter that removed him or with what he was weighed by', async () => {
  const away = await colleague('de', 'Europe/Berlin', EVERY_DAY)
  const absence = { from: inDays(-1).toISOString(), until: inDays(60).toISOString() }
  expect((await stack.request('POST', `/v1/agents/${away}/absences`, { ...lead, body: absence })).status).toBe(201)
  const german = await desk.welcomeOf((await desk.register({ languages: ['de'], country: 'DE' })).id)
  // Always at work: at no opening is he out for another reason than that he passed the call on.
  await worksOn(german.agentId ?? '', EVERY_DAY, '00:00', '24:00')
  const reason = { reason: 'I know him privately' }
  const passed = await stack.request('POST', `/v1/calls/${german.id}/pass`, {
    body: reason,
    ...(await desk.somebody(german.agentId ?? '')),
  })
  expect(passed.status).toBe(200)
  const finnish = await desk.welcomeOf((await desk.register({ languages: ['fi'], country: 'FI' })).id)

  const team = (await everybody()).sort()
  const [again, first] = await decisionsOn(german.id)
  const [nobody] = await decisionsOn(finnish.id)
  for (const decision of [again, first, nobody]) {
    expect(decision?.candidates.map(({ agentId }) => agentId).sort()).toEqual(team)
    for (const { droppedBy, scores } of decision?.candidates ?? []) expect(droppedBy === undefined).toBe(scores !== undefined)
  }
  const filters = (candidates: readonly Candidate[] = []) => Object.fromEntries(candidates.map((one) => [one.agentId, one.droppedBy]))
  expect(filters(first?.candidates)).toMatchObject({ [away]: 'absent', 'agent-4': 'language', 'admin-1': 'language' })
  expect(filters(first?.candidates)[german.agentId ?? '']).toBeUndefined()
  expect(filters(again?.candidates)[german.agentId ?? '']).toBe('excluded')
  expect([nobody?.agentId, new Set(Object.values(filters(nobody?.candidates)))]).toEqual([null, new Set(['language'])])
})

test('who speaks Portuguese and Latvian is called in Portuguese, though later, and the leads know: never in English', async () => {
  await worksOn('lead-1', [], '09:00', '18:00') // the only one of the team who speaks either
  const speaks = { languages: ['pt-BR', 'lv'], country: 'BR', timeZone: 'America/Sao_Paulo' }
  // Four days from now or, for a weekend, after it: there is always a whole business day before.
  const weekday = [4, 5, 6].map((days) => inDays(days).getUTCDay()).find((day) => day >= 1 && day <= 5) ?? 1
  const rui = await colleague('pt', 'Europe/Lisbon', [weekday], '13:00', '19:00')
  const { id, contact } = await desk.register(speaks)
  const call = await desk.welcomeOf(id)
  expect(call).toMatchObject({ agentId: rui, why: { timing: { code: 'first_opening', params: { late: true } } } })
  expect((await stack.request('GET', `/v1/calls/${call.id}`)).body.language).toBe('pt-BR')
  expect((await noticesOf(call.id)).map(({ kind }: { kind: string }) => kind)).toContain('late_for_lack_of_speakers')
  const [mail] = await soon(async () => {
    const mails = await desk.mailsTo(contact.email)
    expect(mails).toHaveLength(1)
    return mails
  })
  expect(mail?.text).toMatch(/português/)

  await worksOn(rui, [], '13:00', '19:00')
  const waiting = await desk.welcomeOf((await desk.register(speaks)).id)
  expect(waiting).toMatchObject({ agentId: null, status: 'parked' })
  expect((await noticesOf(waiting.id)).map(({ kind }: { kind: string }) => kind)).toContain('nobody_available')
})

test('substitutes who name each other in the rows, however they came there, end at the leads, one of whom takes the call', async () => {
  const ana = await colleague('et', 'Europe/Tallinn', EVERY_DAY)
  const { id } = await desk.register({ languages: ['et'], country: 'EE' })
  expect((await desk.welcomeOf(id)).agentId).toBe(ana)
  const bob = await colleague('et', 'Europe/Tallinn', EVERY_DAY)
  const db = openDatabase(stack.databaseUrl)
  try {
    const month = { from: inDays(-1), until: inDays(30) }
    await db.client.absence.createMany({
      data: [
        { id: randomUUID(), agentId: ana, substituteId: bob, ...month },
        { id: randomUUID(), agentId: bob, substituteId: ana, ...month },
      ],
    })
  } finally {
    await db.close()
  }
  const asked = await stack.request('POST', `/v1/customers/${id}/calls`, { body: { purpose: 'setup_help' } })
  expect(asked.body).toMatchObject({ agentId: null, status: 'parked' })
  const told = await noticesOf(asked.body.id)
  expect(told).toContainEqual(
    expect.objectContaining({ kind: 'substitutes_in_a_circle', params: expect.objectContaining({ circle: [ana, bob] }) }),
  )
  expect(told.map(({ kind }: { kind: string }) => kind)).toContain('nobody_available')
  const taken = await stack.request('POST', `/v1/calls/${asked.body.id}/take`, { ...lead, body: {} })
  expect([taken.status, taken.body.agentId]).toEqual([200, 'lead-1'])
})
