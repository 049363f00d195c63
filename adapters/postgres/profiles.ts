import { ApplicationFailure } from '@temporalio/common'
import type { AnalysisRun, ProfileStore } from '../../activities/profile/ports.ts'
import { FailureType } from '../../domain/errors.ts'
import type { CatalogueItem } from '../../domain/profile/groups.ts'
import type { OfferReading } from '../../domain/profile/offers.ts'
import type { ProfileView } from '../../domain/profile/profile.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import { latestAgreement } from './agreements.ts'
import { type Database, machineClock, type Queries } from './database.ts'
import { customerNotFound } from './errors.ts'
import { readView } from './profile-view.ts'
import { writeEntries, writeNotices } from './trail.ts'
import { fromJson, json } from './values.ts'

export interface ProfileReads {
  /** The profile as it stands; proposals are made now. */
  view(customerId: string): Promise<ProfileView>
}

/** What analyses of sellers' accounts found, and the work of those under way. */
export const createProfileStore = ({ client }: Database, clock = machineClock): ProfileStore & ProfileReads => {
  const changed = (run: AnalysisRun, data: Prisma.ProfileUpdateManyMutationInput) =>
    client.$transaction((tx) => change(tx, run, { error: Prisma.DbNull, ...data }))

  return {
    view: (customerId) => readView(client, customerId),

    begin: ({ customerId, run }) => client.$transaction((tx) => begin(tx, { customerId, run }, new Date(clock.now()))),

    async work({ customerId, run }) {
      const profile = await client.profile.findUnique({ where: { customerId } })
      if (profile?.run !== run || profile.state !== 'running') throw over(customerId, run)
      const samples = await client.profileSample.findMany({ where: { customerId }, orderBy: { asin: 'asc' } })
      return {
        reports: fromJson(profile.reports),
        listings: fromJson(profile.summary),
        catalogue: new Map(samples.filter(({ listed }) => listed).map(({ asin, item }) => [asin, fromJson<CatalogueItem | null>(item)])),
        readings: samples.flatMap(({ reading }) => (reading === null ? [] : [fromJson<OfferReading>(reading)])),
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

    saveReports: (run, reports) => changed(run, { reports: json(reports) }),
    saveListings: (run, listings) => changed(run, { summary: json(listings) }),

    saveCatalogue: (run, items) =>
      client.$transaction(async (tx) => {
        const rows = JSON.stringify([...items].map(([asin, item]) => ({ asin, item })))
        await tx.$executeRaw`
          INSERT INTO profile_samples (customer_id, asin, item, listed)
          SELECT ${run.customerId}, asin, nullif(item, 'null'), true FROM jsonb_to_recordset(${rows}::jsonb) AS row (asin text, item jsonb)
          ON CONFLICT (customer_id, asin) DO UPDATE SET item = excluded.item, listed = true`
        await change(tx, run, { error: Prisma.DbNull })
      }),

    saveReadings: (run, readings) =>
      client.$transaction(async (tx) => {
        const rows = JSON.stringify(readings.map((reading) => ({ asin: reading.asin, reading })))
        await tx.$executeRaw`
          INSERT INTO profile_samples (customer_id, asin, reading)
          SELECT ${run.customerId}, asin, reading FROM jsonb_to_recordset(${rows}::jsonb) AS row (asin text, reading jsonb)
          ON CONFLICT (customer_id, asin) DO UPDATE SET reading = excluded.reading`
        await change(tx, run, { error: Prisma.DbNull })
      }),

    saveResult: (run, result) => changed(run, { result: json(result), sampled: true }),
    noteTrouble: (run, trouble) => changed(run, { error: json(trouble) }),

    end: (run, { failed, error }, told) =>
      client.$transaction(async (tx) => {
        const { customerId } = run
        const now = new Date(clock.now())
        // It may have come to its end before it could begin.
        await begin(tx, run, now)
        const { count } = await tx.profile.updateMany({
          where: isRunning(run),
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

const isRunning = ({ customerId, run }: AnalysisRun) => ({ customerId, run, state: 'running' })

async function change(queries: Queries, run: AnalysisRun, data: Prisma.ProfileUpdateManyMutationInput): Promise<void> {
  const { count } = await queries.profile.updateMany({ where: isRunning(run), data })
  if (count === 0) throw over(run.customerId, run.run)
}

/** A worker that was taken for dead writes into no run that came after its own. */
const over = (customerId: string, run: number): ApplicationFailure =>
  ApplicationFailure.nonRetryable(`analysis ${run} of customer ${customerId} is over`, FailureType.AnalysisOver)

async function begin(queries: Queries, { customerId, run }: AnalysisRun, startedAt: Date): Promise<void> {
  const fresh = { run, state: 'running', sampled: false, reports: [], startedAt }
  await queries.profile.createMany({ data: { customerId, ...fresh }, skipDuplicates: true })
  const { count } = await queries.profile.updateMany({
    where: { customerId, run: { lt: run } },
    data: { ...fresh, error: Prisma.DbNull, summary: Prisma.DbNull, endedAt: null },
  })
  if (count > 0) await queries.profileSample.deleteMany({ where: { customerId } })
}
