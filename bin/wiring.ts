import { Client, Connection } from '@temporalio/client'
import type { WorkerInterceptors } from '@temporalio/worker'
import type { ActivityDeps } from '../activities/index.ts'
import { createCallLine } from '../adapters/call-line.ts'
import { createFeedReader } from '../adapters/feeds/reader.ts'
import { createMailer } from '../adapters/mail/mailer.ts'
import { createAbsenceStore } from '../adapters/postgres/absences.ts'
import { createAgentFeeds } from '../adapters/postgres/agent-feeds.ts'
import { createAgentStore } from '../adapters/postgres/agents.ts'
import { createAgreementStore } from '../adapters/postgres/agreements.ts'
import { createAmazonAccountStore } from '../adapters/postgres/amazon-accounts.ts'
import { createAuthorisationStore } from '../adapters/postgres/authorisations.ts'
import { createBookingReads, createBookingStore } from '../adapters/postgres/bookings.ts'
import { createBusyFeedStore, createFeedStore } from '../adapters/postgres/busy-feeds.ts'
import { createCalendarStore } from '../adapters/postgres/calendar.ts'
import { createCallReads } from '../adapters/postgres/call-reads.ts'
import { createCallStore } from '../adapters/postgres/calls.ts'
import { createClearanceStore } from '../adapters/postgres/clearance.ts'
import { createCommitmentReads } from '../adapters/postgres/commitments.ts'
import { createConsentLedger } from '../adapters/postgres/consents.ts'
import { createContactStore } from '../adapters/postgres/contacts.ts'
import { createCustomerStore } from '../adapters/postgres/customers.ts'
import { type Database, machineClock, openDatabase } from '../adapters/postgres/database.ts'
import { createDemoClock } from '../adapters/postgres/demo-clock.ts'
import { createDialLeases } from '../adapters/postgres/dial-leases.ts'
import { createEventLog } from '../adapters/postgres/events.ts'
import { createHoldStore } from '../adapters/postgres/holds.ts'
import { createHotlineStore } from '../adapters/postgres/hotline.ts'
import { createIdempotencyStore } from '../adapters/postgres/idempotency.ts'
import { createKeyStore } from '../adapters/postgres/keys.ts'
import { createMailStore } from '../adapters/postgres/mails.ts'
import { createNoticeFeed } from '../adapters/postgres/notice-feed.ts'
import { createNoticeReads } from '../adapters/postgres/notices.ts'
import { createPastReads } from '../adapters/postgres/past.ts'
import { createPolicyStore } from '../adapters/postgres/policies.ts'
import { createDatabaseProbe } from '../adapters/postgres/probe.ts'
import { createProfileStore } from '../adapters/postgres/profiles.ts'
import { createPromiseStore } from '../adapters/postgres/promises.ts'
import { createQuestionStore } from '../adapters/postgres/questions.ts'
import { createSurveyStore } from '../adapters/postgres/surveys.ts'
import { createTeamChangeStore } from '../adapters/postgres/team-changes.ts'
import { createTelephonyLog } from '../adapters/postgres/telephony.ts'
import { createWaitlistStore } from '../adapters/postgres/waitlist.ts'
import { createSandboxClock } from '../adapters/sandbox-clock.ts'
import { createCredentialCipher, createLinkSigner, loadSecretKey } from '../adapters/secrets.ts'
import { createClickToCall } from '../adapters/telephone/click-to-call.ts'
import { linkTelephone } from '../adapters/telephone/link.ts'
import { carryingClock, connectTemporal, updatesInLine } from '../adapters/temporal.ts'
import type { ApiDeps } from '../api/app.ts'
import type { Config } from '../config.ts'
import { consentPartner, sellerAccounts } from './amazon.ts'

/** Everything the API needs, wired; `close` gives it all back. */
export async function apiDeps(config: Config): Promise<{ deps: ApiDeps; close(): Promise<void> }> {
  const databaseUrl = config.required('DATABASE_URL')
  const secretKey = await secretKeyOf(config)
  const cipher = createCredentialCipher(secretKey)
  const db = openDatabase(databaseUrl)
  const feed = createNoticeFeed(databaseUrl)
  const demoClock = demoClockOf(config, db)
  const clock = demoClock ?? machineClock
  const { temporal, connection } = temporalClient(config, demoClock)
  const customers = createCustomerStore(db, clock)
  const consent = consentPartner(config, clock)
  const deps: ApiDeps = {
    temporal,
    taskQueue: config.required('LOTSE_TASK_QUEUE'),
    clock,
    demoClock,
    clockFollower: sandboxClockOf(config),
    sealer: {
      seal: (plain, rowId) => Buffer.from(cipher.seal(plain, rowId)).toString('base64'),
      open: (sealed, rowId) => cipher.open(Buffer.from(sealed, 'base64'), rowId),
    },
    customers,
    contacts: createContactStore(db, clock),
    callTimes: customers,
    ledger: createConsentLedger(db, clock),
    consents: createAmazonAccountStore(db, cipher, clock),
    amazon: consent?.partner,
    calls: createCallReads(db, clock),
    profiles: createProfileStore(db, clock),
    agreements: createAgreementStore(db, clock),
    bookings: createBookingReads(db, clock),
    holds: createHoldStore(db, clock),
    waitlist: createWaitlistStore(db, clock),
    commitments: createCommitmentReads(db, clock),
    linkSigner: createLinkSigner(secretKey),
    publicUrl: config.required('LOTSE_PUBLIC_URL').replace(/\/+$/, ''),
    agents: createAgentStore(db, clock),
    absences: createAbsenceStore(db, clock),
    calendar: createCalendarStore(db, clock),
    teamChanges: createTeamChangeStore(db, clock),
    policies: createPolicyStore(db, clock),
    past: createPastReads(db, clock),
    agentFeeds: createAgentFeeds(db, clock),
    busyFeeds: createBusyFeedStore(db, cipher, clock),
    feedHosts: config.list('LOTSE_FEED_HOSTS'),
    notices: createNoticeReads(db),
    feed,
    events: createEventLog(db),
    surveys: createSurveyStore(db, clock),
    telephony: createTelephonyLog(db),
    leases: createDialLeases(db),
    telephone: telephoneOf(config),
    hotline: createHotlineStore(db, clock),
    questions: createQuestionStore(db, clock),
    telephonySecret: config.required('LOTSE_TELEPHONY_SECRET'),
    keys: createKeyStore(db, clock),
    idempotency: createIdempotencyStore(db, cipher),
    database: createDatabaseProbe(databaseUrl),
    stackFile: config.text('LOTSE_STACK_FILE'),
    metricsPublic: config.flag('LOTSE_METRICS_PUBLIC'),
  }
  return {
    deps,
    close: async () => {
      await feed.close()
      await connection.close()
      await consent?.close()
      await db.close()
    },
  }
}

/** Everything activities need, wired; `close` gives it all back. */
export async function activityDeps(
  config: Config,
): Promise<{ deps: ActivityDeps; temporal: Client; interceptors: WorkerInterceptors; close(): Promise<void> }> {
  const db = openDatabase(config.required('DATABASE_URL'))
  const demoClock = demoClockOf(config, db)
  const clock = demoClock ?? machineClock
  const mails = createMailStore(db, clock)
  const { temporal, connection } = temporalClient(config, demoClock)
  const cipher = createCredentialCipher(await secretKeyOf(config))
  const authorisations = createAuthorisationStore(db, cipher, clock)
  const amazon = sellerAccounts(config, clock, authorisations)
  const mailer = createMailer({ smtpUrl: config.required('LOTSE_SMTP_URL'), from: config.required('LOTSE_MAIL_FROM'), sent: mails, clock })
  return {
    deps: {
      clock,
      absences: createAbsenceStore(db, clock),
      callLine: createCallLine(temporal),
      promises: createPromiseStore(db, clock),
      customers: createCustomerStore(db, clock),
      ledger: createConsentLedger(db, clock),
      calls: createCallStore(db, clock),
      clearances: createClearanceStore(db, clock),
      agreements: createAgreementStore(db, clock),
      bookings: createBookingStore(db, clock),
      holds: createHoldStore(db, clock),
      waitlist: createWaitlistStore(db, clock),
      surveys: createSurveyStore(db, clock),
      hotline: createHotlineStore(db, clock),
      amazonAccounts: createAmazonAccountStore(db, cipher, clock),
      authorisations,
      profiles: createProfileStore(db, clock),
      amazon: amazon.accounts,
      feeds: createFeedStore(db, cipher, clock),
      feedReader: createFeedReader({ hosts: config.list('LOTSE_FEED_HOSTS') }),
      addressBook: mails,
      mailer,
      log: mails,
    },
    temporal,
    // Whoever is about to use the time looks at it first: the clock may have been turned by another process.
    interceptors: demoClock
      ? { activity: [() => ({ inbound: { execute: async (input, next) => demoClock.look().then(() => next(input)) } })] }
      : {},
    close: async () => {
      mailer.close()
      await amazon.close()
      await connection.close()
      await db.close()
    },
  }
}

async function secretKeyOf(config: Config): Promise<Buffer> {
  const key = config.text('LOTSE_SECRET_KEY')
  return loadSecretKey({ keyFile: config.required('LOTSE_SECRET_KEY_FILE'), ...(key ? { key } : {}) })
}

/** Connects with its first request. */
function temporalClient(config: Config, demoClock: ReturnType<typeof demoClockOf>) {
  const { connectionOptions, namespace } = connectTemporal(config)
  const connection = Connection.lazy(connectionOptions)
  const interceptors = [updatesInLine(), ...(demoClock ? [carryingClock(demoClock)] : [])]
  return { connection, temporal: new Client({ connection, namespace, interceptors: { workflow: interceptors } }) }
}

function sandboxClockOf(config: Config) {
  const url = config.text('LOTSE_SANDBOX_URL')
  return url === undefined ? undefined : createSandboxClock(url)
}

function telephoneOf(config: Config) {
  const url = config.text('LOTSE_TELEPHONE_URL')
  return url === undefined ? linkTelephone : createClickToCall({ url, secret: config.required('LOTSE_TELEPHONE_SECRET') })
}

const demoClockOf = (config: Config, db: Database) => (config.flag('LOTSE_DEMO') ? createDemoClock(db) : undefined)
