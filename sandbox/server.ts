import { join } from 'node:path'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { type AmazonOptions, openAmazon } from './amazon/amazon.ts'
import { openClock, type SandboxClock } from './clock.ts'
import { clockRoutes } from './clock-routes.ts'
import { mailboxPages } from './mailbox/pages.ts'
import { mailboxRoutes } from './mailbox/routes.ts'
import { startSmtp } from './mailbox/smtp.ts'
import { openMailStore } from './mailbox/store.ts'
import { assets } from './pages/assets.ts'
import { html, page } from './pages/html.ts'
import { clickToCallRoutes } from './phone/click-to-call.ts'
import { phonePages } from './phone/pages.ts'
import { phoneRoutes } from './phone/routes.ts'
import { createSwitchboard } from './phone/switchboard.ts'
import { createReporter } from './phone/webhook.ts'
import { answerWithProblems } from './problem.ts'

export interface SandboxOptions {
  /** 0 takes a free port. */
  readonly httpPort: number
  readonly smtpPort: number
  /** 127.0.0.1 unless told: nothing here asks who you are. */
  readonly host?: string
  /** Of everything drawn by chance. */
  readonly seed: string | number
  /** Where the telephone reports to: `POST {apiUrl}/v1/telephony/events`. */
  readonly apiUrl: string
  /** `whsec_…` */
  readonly telephonySecret: string
  /** Mails, Amazon's authorisations and the clock's offset are kept in `{dataDir}/sandbox/`; without it in memory only. */
  readonly dataDir?: string
  /** How long a telephone rings in vain; the other waits of the phone scale with it. */
  readonly ringMs?: number
  /** Clients, rates and waits of the Amazon that is played. */
  readonly amazon?: AmazonOptions
  readonly log?: Logger
}

export interface Sandbox {
  readonly httpPort: number
  readonly smtpPort: number
  close(): Promise<void>
}

/** The outside, played: a telephone system with customers on the line, a mailbox that takes every mail, and Amazon. */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    httpPort,
    smtpPort,
    host = '127.0.0.1',
    seed,
    apiUrl,
    telephonySecret,
    dataDir,
    ringMs,
    amazon: amazonOptions,
    log = pino({ level: 'silent' }),
  } = options
  const kept = (name: string) => (dataDir === undefined ? {} : { file: join(dataDir, 'sandbox', name) })
  const clock = await openClock({ log, ...kept('clock.jsonl') })
  const store = await openMailStore({ log, clock, ...kept('mailbox.jsonl') })
  const amazon = await openAmazon({ seed: String(seed), clock, log, ...kept('amazon.jsonl'), ...amazonOptions })
  const reporter = createReporter({ apiUrl, secret: telephonySecret, clock, log })
  const switchboard = createSwitchboard({ seed: String(seed), reporter, clock, ...(ringMs === undefined ? {} : { ringMs }) })

  const app: FastifyInstance = fastify({
    // Warnings and worse: the pages ask again every two seconds.
    loggerInstance: log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level }) as FastifyBaseLogger,
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } },
  })
  answerWithProblems(app)
  const mail = { accepting: true }
  await app.register(assets)
  await app.register(mailboxRoutes, { prefix: '/mailbox', store, mail })
  await app.register(mailboxPages, { prefix: '/mailbox', store, mail, clock })
  await app.register(phoneRoutes, { prefix: '/phone', switchboard })
  await app.register(clickToCallRoutes, { prefix: '/phone', switchboard, secret: telephonySecret })
  await app.register(phonePages, { prefix: '/phone', switchboard, clock })
  await app.register(amazon.routes, { prefix: '/amazon' })
  await app.register(clockRoutes, { prefix: '/clock', clock })
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(indexPage(clock)))

  const smtp = await startSmtp({ host, port: smtpPort, store, mail, log })
  try {
    await app.listen({ host, port: httpPort })
  } catch (error) {
    await Promise.all([smtp.close(), app.close()])
    throw error
  }
  const address = app.server.address()
  return {
    httpPort: typeof address === 'object' && address ? address.port : httpPort,
    smtpPort: smtp.port,
    async close() {
      switchboard.close()
      await Promise.all([app.close(), smtp.close(), reporter.close()])
      await Promise.all([store.close(), amazon.close()])
    },
  }
}

const indexPage = (clock: SandboxClock) =>
  page({
    title: 'Sandbox',
    clock,
    body: html`<h1>Sandbox</h1>
<p>The outside of Lotse, played: customers who can be called, a mailbox that takes every mail, and an Amazon with sellers on it. Nothing here reaches a real person.</p>
<div class="rooms">
<a class="room" href="/mailbox"><b>Mailbox</b><span>Every mail that was sent, with its invitation</span></a>
<a class="room" href="/phone"><b>Phone</b><span>Calls, customers’ lines, and a dial pad</span></a>
<a class="room" href="/amazon"><b>Amazon</b><span>Sellers, what is asked of them, and what can go wrong</span></a>
</div>`,
  })
