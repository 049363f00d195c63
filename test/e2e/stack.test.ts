import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StackFile } from '../../bin/embedded/stack-file.ts'
import { becomesTrue } from '../../bin/embedded/wait.ts'
import { soon } from '../support/desk.ts'
import { seller } from '../support/sellers.ts'
import { createStackProcess, type StackProcess } from '../support/stack-process.ts'
import { type Burst, burst } from './burst.ts'
import { expectEachOnce, expectNothingStuck, repeatAll } from './inspection.ts'
import { type Outside, outside } from './outside.ts'

// The whole stack as a user starts it. The tests stand in the order of its day: it is started, used, hurt, stopped and started again.

let house: StackProcess
let stack: StackFile
let lotse: Outside
beforeAll(async () => {
  house = await createStackProcess()
  stack = await house.start()
  lotse = outside(stack)
})
afterAll(async () => {
  expect(await house?.dispose()).toEqual([])
})

const PARTS = ['temporal', 'api', 'worker'] as const

const reads = async (url: string): Promise<{ text: string; url: string }> => {
  const answer = await fetch(url)
  expect(answer.status, url).toBe(200)
  return { text: await answer.text(), url: answer.url }
}

test('the stack file says where everything is, to its owner alone, and the API is ready', async () => {
  expect(statSync(join(house.home, 'stack.json')).mode & 0o777).toBe(0o600)
  const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/)
  const key = expect.stringMatching(/^\S{20,}$/)
  expect(stack).toEqual({
    api: `http://127.0.0.1:${house.env.LOTSE_PORT}`,
    docs: `${stack.api}/docs`,
    temporalUi: url,
    temporalAddress: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    mailbox: url,
    databaseUrl: expect.stringMatching(/^postgresql:\/\/lotse:\S+@127\.0\.0\.1:\d+\/lotse$/),
    sandbox: url,
    demo: true,
    keys: { agent: key, lead: key, admin: key, service: key },
    telephonySecret: expect.stringMatching(/^whsec_/),
  })
  expect((await lotse.ask('GET', '/readyz', { as: null })).status).toBe(200)
})

test('each key opens what its role may', async () => {
  const status = async (method: string, path: string, as: keyof StackFile['keys'] | null) =>
    (await lotse.ask(method, path, { as, ...(method === 'POST' ? { body: {} } : {}) })).status
  const doors = {
    customers: ['GET', '/v1/customers'],
    calls: ['GET', '/v1/calls'],
    agents: ['POST', '/v1/agents'],
    keys: ['GET', '/v1/keys'],
  } as const
  const seen: Record<string, number[]> = {}
  for (const [door, [method, path]] of Object.entries(doors))
    seen[door] = await Promise.all([null, 'service', 'agent', 'lead', 'admin'].map((as) => status(method, path, as as 'agent' | null)))
  expect(seen).toEqual({
    customers: [401, 200, 200, 200, 200],
    calls: [401, 403, 200, 200, 200],
    agents: [401, 403, 403, 400, 400], // an empty body: let in, and refused for what it says
    keys: [401, 403, 403, 403, 200],
  })
})

test('docs, OpenAPI, Temporal UI, mailbox and phone are served from this machine alone', async () => {
  const page = await reads(stack.docs)
  const references = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference]) => new URL(reference ?? '', page.url))
  expect(references.length).toBeGreaterThan(0)
  for (const reference of references) {
    expect(reference.origin).toBe(stack.api)
    await reads(reference.href)
  }
  expect(JSON.parse((await reads(`${stack.api}/openapi.json`)).text).openapi).toMatch(/^3\.1\./)
  expect((await reads(stack.temporalUi)).text).toMatch(/<html/i)
  expect((await reads(stack.mailbox)).text).toContain('Mailbox')
  expect((await reads(`${stack.sandbox}/phone`)).text).toContain('Phone')
})

test('the tour walks through one whole life and prints one JSON value, every stop as it should be', async () => {
  const { status, stdout, stderr } = await house.lotse(['tour', '--json'])
  expect(status, stderr).toBe(0)
  const { ok, steps } = JSON.parse(stdout)
  expect(ok).toBe(true)
  for (const step of steps) {
    expect(step).toEqual({
      name: expect.any(String),
      ok: true,
      ms: expect.any(Number),
      request: { method: expect.stringMatching(/^(GET|POST|PUT|PATCH|DELETE)$/), path: expect.stringMatching(/^\//) },
      status: expect.any(Number),
      summary: expect.any(String),
      temporalUi: expect.stringMatching(/WorkflowId%3D%22(customer|call|trial|survey)%2F/),
    })
    expect(step.temporalUi).toContain(stack.temporalUi)
  }
  const names = steps.map(({ name }: { name: string }) => name)
  const turns = ['a seller registers', 'the trial is over', 'the survey is done', 'she cancels', 'the same life goes on where it was']
  expect(names.filter((name: string) => turns.includes(name))).toEqual(turns)
})

test('without demo mode the tour shows the first day, and says what the rest of a life needs', async () => {
  const home = mkdtempSync(join(tmpdir(), 'lotse-clockless-'))
  const clockless = createServer(async (request, reply) => {
    if (request.url === '/v1/demo/clock') return reply.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"status":404}')
    const headers = Object.entries(request.headers).filter(([name]) => ['authorization', 'content-type', 'idempotency-key'].includes(name))
    const body = await text(request)
    const init = { method: request.method ?? 'GET', headers: headers as [string, string][], ...(body === '' ? {} : { body }) }
    const answer = await fetch(new URL(request.url ?? '/', stack.api), init)
    reply.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(await answer.text())
  }).listen(0, '127.0.0.1')
  try {
    await once(clockless, 'listening')
    const api = `http://127.0.0.1:${(clockless.address() as AddressInfo).port}`
    writeFileSync(join(home, 'stack.json'), JSON.stringify({ ...stack, api, demo: false }))
    const { status, stdout, stderr } = await house.lotse(['tour', '--json'], { LOTSE_DATA_DIR: home })
    expect(status, stderr).toBe(0)
    const { ok, steps } = JSON.parse(stdout)
    expect(ok).toBe(true)
    expect(steps.at(-1)).toMatchObject({ ok: true, status: 404, summary: expect.stringContaining('LOTSE_DEMO=1') })
    expect(steps.length).toBeGreaterThan(20)
  } finally {
    clockless.close()
    rmSync(home, { recursive: true, force: true })
  }
})

test('the doctor finds the running stack in order', async () => {
  const { status, stdout } = await house.lotse(['doctor', '--json'])
  const { ok, checks } = JSON.parse(stdout)
  expect(checks.filter((check: { status: string }) => check.status === 'broken')).toEqual([])
  expect({ ok, status }).toEqual({ ok: true, status: 0 })
  const names = ['embedded stack', 'database', 'temporal']
  expect(checks.filter((check: { name: string }) => names.includes(check.name))).toEqual(
    names.map((name) => expect.objectContaining({ name, status: 'ok' })),
  )
})

test('without a stack the tour cannot run and says how to start one; what it does not know is bad input', async () => {
  const nowhere = mkdtempSync(join(tmpdir(), 'lotse-nowhere-'))
  try {
    const [tour, loudly] = await Promise.all([
      house.lotse(['tour', '--json'], { LOTSE_DATA_DIR: nowhere }),
      house.lotse(['tour', '--loudly']),
    ])
    expect(tour).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('npm start') })
    expect(loudly).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--loudly') })
  } finally {
    rmSync(nowhere, { recursive: true, force: true })
  }
})

test('a mail server that is away holds up neither registrations nor calls, and every mail comes once it is back', async () => {
  await lotse.acceptMail(false)
  const sellers = [seller(), seller({ languages: ['de'], country: 'DE' })]
  try {
    const [declining] = await Promise.all(sellers.map((body) => lotse.register(body)))
    const [welcome] = await soon(async () => {
      const found = await lotse.calls(`?customerId=${declining?.body.id}&purpose=welcome`)
      expect(found).toEqual([expect.objectContaining({ dueAt: expect.any(String), agentId: expect.any(String) })])
      return found
    })
    expect((await lotse.ask('POST', `/v1/calls/${welcome?.id}/take`, { body: {} })).status).toBe(200)
    const outcome = { outcome: 'completed', data: { support: 'declined', onboarding: 'none' } }
    expect((await lotse.ask('POST', `/v1/calls/${welcome?.id}/outcome`, { body: outcome })).status).toBe(200)
    await soon(async () => {
      expect((await lotse.ask('GET', `/v1/customers/${declining?.body.id}`)).body).toMatchObject({ stage: 'welcomed', support: 'declined' })
    })
    for (const { contact } of sellers) expect(await lotse.mails(`?to=${contact.email}`)).toEqual([])
  } finally {
    await lotse.acceptMail(true)
  }
  const received = await soon(async () => {
    const all = await Promise.all(sellers.map(({ contact }) => lotse.mails(`?to=${contact.email}`)))
    expect(all.map((mails) => mails.length)).toEqual([2, 1])
    return all.flat()
  })
  expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(3)
})

test('kill -9 of worker, API or Temporal amid registrations loses none, doubles none and leaves none behind', async () => {
  const bursts: Burst[] = []
  const kills: string[] = []
  for (const [round, part] of [...PARTS, ...PARTS].entries()) {
    const one = await burst(round, lotse, () => house.kill(part))
    bursts.push(one)
    kills.push(`${part} with ${one.inFlight} in flight`)
    expect(await becomesTrue(house.isReady, 60_000), `ready after the end of ${part}`).toBe(true)
    expect((await lotse.register(seller(), randomUUID())).status).toBe(201)
  }
  await Promise.all(bursts.map(({ over }) => over))
  const orders = bursts.flatMap((one) => one.orders)
  const answered = orders.filter(({ answer }) => answer !== undefined).length

  const ids = await repeatAll(orders, lotse)
  const repeatedMails = await expectEachOnce(orders, ids, lotse)
  await expectNothingStuck(stack, lotse)

  const hits = bursts.filter(({ inFlight }) => inFlight > 0).length
  console.log(
    `${kills.length} kills, ${hits} of them amid registrations (${kills.join(', ')}); ${orders.length} registrations, ` +
      `${answered} answered at the first try; ${repeatedMails} mails came again under their Message-ID`,
  )
  // A kill that hit nothing proves nothing: each part must have been hit at work.
  for (const [index, part] of PARTS.entries())
    expect(bursts.filter(({ inFlight }, round) => round % PARTS.length === index && inFlight > 0).length, part).toBeGreaterThan(0)
})

test('SIGTERM ends every process, and the next start finds keys and data again', async () => {
  const before = await lotse.customers()
  const running = house.processes().length
  expect(running).toBeGreaterThan(5)
  const { status, stderr } = await house.stop()
  expect(status, stderr).toBe(0)
  expect(house.processes()).toEqual([])

  const again = await house.start()
  expect(again.keys).toEqual(stack.keys)
  expect(again.telephonySecret).toBe(stack.telephonySecret)
  lotse = outside(again)
  expect(await lotse.customers()).toEqual(before)
  const called = before.find(({ products }) => products.includes('repricer'))
  expect((await lotse.plan(called?.id ?? '')).steps).not.toEqual([])
})
