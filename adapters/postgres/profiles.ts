import { ApplicationFailure } from '@temporalio/common'
import type { AnalysisAttempt, AnalysisRun, ProfileStore } from '../../activities/profile/ports.ts'
import { FailureType } from '../../domain/errors.ts'
import type { CatalogueItem } from '../../domain/profile/groups.ts'
import type { OfferReading } from '../../domain/profile/offers.ts'
import type { ProfileView } from '../../domain/profile/profile.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import { latestAgreement } from './agreements.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { customerNotFound } from './errors.ts'
import { lockNames } from './locks.ts'
import { readView } from './profile-view.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { fromJson, json } from './values.ts'

export interface ProfileReads {
  /** The profile as it stands; proposals are made now. */
  view(customerId: string): Promise<ProfileView>
  /** The number of the last analysis, where it is over. */
  ended(customerId: string): Promise<number | undefined>
}

/** What analyses of sellers' accounts found, and the work of those under way. */
export const createProfileStore = ({ client }: Database, clock = machineClock): ProfileStore & ProfileReads => {
  /** Each write takes the row of the profile first, so that no two of them wait for each other. */
  const write = (attempt: AnalysisAttempt, data: Prisma.ProfileUpdateManyMutationInput, more?: (tx: Queries) => Promise<unknown>) =>
    client.$transaction(async (tx) => {
      const { count } = await tx.profile.updateMany({ where: isRunning(attempt), data: { error: Prisma.DbNull, ...data } })
      if (count === 0) throw over(attempt)
      await more?.(tx)
    })

  return {
    view: (customerId) => readView(client, customerId),

    async ended(customerId) {
      return (await client.profile.findFirst({ where: { customerId, state: { not: 'running' } }, select: { run: true } }))?.run
    },

    begin: (customerId, wish) => client.$transaction((tx) => begin(tx, { customerId, wish, now: new Date(clock.now()) })),

    async enter({ customerId, run }) {
      const [profile] = await client.profile.updateManyAndReturn({
        where: isRunning({ customerId, run }),
        data: { fence: { increment: 1 } },
      })
      if (!profile) throw over({ customerId, run })
      const samples = await client.profileSample.findMany({ where: { customerId }, orderBy: { asin: 'asc' } })
      return {
        attempt: { customerId, run, fence: profile.fence },
        work: {
          reports: fromJson(profile.reports),
          listings: fromJson(profile.summary),
          catalogue: new Map(samples.filter(({ listed }) => listed).map(({ asin, item }) => [asin, fromJson<CatalogueItem | null>(item)])),
          readings: samples.flatMap(({ reading }) => (reading === null ? [] : [fromJson<OfferReading>(reading)])),
        },
      }
    },

    async facts(customerId) {
      const customer = await client.customer.findUnique({ where: { id: customerId }, include: { amazonAccounts: true } })
      if (!customer) throw customerNotFound(customerId)
      const agreed = await latestAgreement(client, customerId)
      return {
        company: customer.company,
        sellingPartnerIds: customer.amazonAccounts.flatMap(({ sellingPartnerId }) => sellingPartnerId ?? []),
        agreedGroups: (agreed?.groups ?? []).map(({ group }) => group),
        agentId: customer.agentId,
      }
    },

    saveReports: (attempt, reports) => write(attempt, { reports: json(reports) }),
    saveListings: (attempt, listings) => write(attempt, { summary: json(listings) }),

    saveCatalogue: (attempt, items) =>
      write(attempt, {}, (tx) => {
        const rows = JSON.stringify([...items].map(([asin, item]) => ({ asin, item })))
        return tx.$executeRaw`
          INSERT INTO profile_samples (customer_id, asin, item, listed)
          SELECT ${attempt.customerId}, asin, nullif(item, 'null'), true FROM jsonb_to_recordset(${rows}::jsonb) AS row (asin text, item jsonb)
          ON CONFLICT (customer_id, asin) DO UPDATE SET item = excluded.item, listed = true`
      }),

    saveReadings: (attempt, readings) =>
      write(attempt, {}, (tx) => {
        const rows = JSON.stringify(readings.map((reading) => ({ asin: reading.asin, reading })))
        return tx.$executeRaw`
          INSERT INTO profile_samples (customer_id, asin, reading)
          SELECT ${attempt.customerId}, asin, reading FROM jsonb_to_recordset(${rows}::jsonb) AS row (asin text, reading jsonb)
          ON CONFLICT (customer_id, asin) DO UPDATE SET reading = excluded.reading`
      }),

    async saveResult(attempt, result, final) {
      const known = await client.profile.findFirst({ where: isRunning(attempt), select: { sampled: true, result: true } })
      // A fuller result of a run before is not exchanged for a first glance.
      const worse = !final && known?.sampled === false && known.result !== null
      await write(attempt, worse ? {} : { result: json(result), sampled: true })
    },

    noteTrouble: (attempt, trouble) => write(attempt, trouble === null ? {} : { error: json(trouble) }),

    end: ({ customerId, run }, { failed, error }, told) =>
      client.$transaction(async (tx) => {
        const now = new Date(clock.now())
        const { count } = await tx.profile.updateMany({
          where: isRunning({ customerId, run }),
          data: {
            state: failed ? 'failed' : 'done',
            error: error === null ? Prisma.DbNull : json(error),
            endedAt: now,
            reports: [],
            summary: Prisma.DbNull,
          },
        })
        const view = await readView(tx, customerId)
        if (count === 0) return view // a repeat
        await tx.profileSample.deleteMany({ where: { customerId } })
        const { key, entries, notices = [] } = told(view)
        await writeEntries(tx, `customer/${customerId}/${key}`, now, { customerId }, entries)
        await writeNotices(tx, `customer/${customerId}/${key}`, now, { customerId }, notices)
        return view
      }),
  }
}

const isRunning = ({ customerId, run, fence }: AnalysisRun & Partial<AnalysisAttempt>) => ({
  customerId,
  run,
  state: 'running',
  ...(fence === undefined ? {} : { fence }),
})

/** A worker that was taken for dead writes into no attempt that came after its own. */
const over = ({ customerId, run }: AnalysisRun): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `analysis ${run} of customer ${customerId} is over, or another attempt is at it`,
    FailureType.AnalysisOver,
  )

interface Beginning {
  readonly customerId: string
  readonly wish: string
  readonly now: Date
}

/** The numbers are the records' own: they never go back, whatever the life remembers. */
async function begin(queries: Queries, { customerId, wish, now: startedAt }: Beginning): Promise<number> {
  await lockNames(queries, [`profile/${customerId}`])
  const known = await queries.profile.findUnique({ where: { customerId }, select: { run: true, wish: true, state: true } })
  if (known?.wish === wish && known.state === 'running') return known.run
  const run = (known?.run ?? 0) + 1
  const fresh = {
    run,
    wish,
    state: 'running',
    sampled: false,
    error: Prisma.DbNull,
    reports: [],
    summary: Prisma.DbNull,
    startedAt,
    endedAt: null,
  }
  await queries.profile.upsert({ where: { customerId }, create: { customerId, ...fresh }, update: fresh })
  await queries.profileSample.deleteMany({ where: { customerId } })
  return run
}
