import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyServerOptions } from 'fastify'
import { type AuthDeps, authPlugin } from './plugins/auth.ts'
import { deadlinePlugin } from './plugins/deadline.ts'
import { demoClockPlugin } from './plugins/demo-clock.ts'
import { docsPlugin } from './plugins/docs.ts'
import { errorsPlugin, sendProblem } from './plugins/errors.ts'
import { type IdempotencyDeps, idempotencyPlugin } from './plugins/idempotency.ts'
import { type MetricsDeps, metricsPlugin } from './plugins/metrics.ts'
import { textPlugin } from './plugins/text.ts'
import { Problem } from './problems.ts'
import { type AbsenceRouteDeps, absenceRoutes } from './routes/absences.ts'
import { type AgentFeedRouteDeps, agentFeedRoutes } from './routes/agent-feed.ts'
import { type AgentRouteDeps, agentRoutes } from './routes/agents.ts'
import { type AgreementRouteDeps, agreementRoutes } from './routes/agreements.ts'
import { type AmazonAccountRouteDeps, amazonAccountRoutes } from './routes/amazon-accounts.ts'
import { type BookingLinkRouteDeps, bookingLinkRoutes } from './routes/booking-links.ts'
import { type BookingRouteDeps, bookingRoutes } from './routes/bookings.ts'
import { type BusyFeedRouteDeps, busyFeedRoutes } from './routes/busy-feeds.ts'
import { type CalendarRouteDeps, calendarRoutes } from './routes/calendar.ts'
import { type CallTimeRouteDeps, callTimeRoutes } from './routes/call-times.ts'
import { type CallRouteDeps, callRoutes } from './routes/calls.ts'
import { type ConsentRouteDeps, consentRoutes } from './routes/consents.ts'
import { type ContactRouteDeps, contactRoutes } from './routes/contacts.ts'
import { type CustomerRouteDeps, customerRoutes } from './routes/customers.ts'
import { type DemoRouteDeps, demoRoutes } from './routes/demo.ts'
import { type DiallingRouteDeps, diallingRoutes } from './routes/dialling.ts'
import { type DryRunRouteDeps, dryRunRoutes } from './routes/dry-run.ts'
import { type EventRouteDeps, eventRoutes } from './routes/events.ts'
import { type HandOverRouteDeps, handOverRoutes } from './routes/hand-over.ts'
import { type HealthRouteDeps, healthRoutes } from './routes/health.ts'
import { holdRoutes } from './routes/holds.ts'
import { type HotlineRouteDeps, hotlineRoutes } from './routes/hotline.ts'
import { type KeyRouteDeps, keyRoutes } from './routes/keys.ts'
import { type NotificationRouteDeps, notificationRoutes } from './routes/notifications.ts'
import { type PlanRouteDeps, planRoutes } from './routes/plan.ts'
import { type PolicyRouteDeps, policyRoutes } from './routes/policies.ts'
import { type ProfileRouteDeps, profileRoutes } from './routes/profile.ts'
import { type PublicBookingRouteDeps, publicBookingRoutes } from './routes/public-bookings.ts'
import { type QuestionRouteDeps, questionRoutes } from './routes/questions.ts'
import { type SurveyRouteDeps, surveyRoutes } from './routes/surveys.ts'
import { type TeamChangeRouteDeps, teamChangeRoutes } from './routes/team-changes.ts'
import { type TelephonyRouteDeps, telephonyRoutes } from './routes/telephony.ts'
import { type WaitlistRouteDeps, waitlistRoutes } from './routes/waitlist.ts'
import { FORMATS, useStrictValidation } from './validation.ts'

export type ApiDeps = Omit<AuthDeps, 'keys'> &
  IdempotencyDeps &
  MetricsDeps &
  AgentFeedRouteDeps &
  AgentRouteDeps &
  AbsenceRouteDeps &
  AgreementRouteDeps &
  AmazonAccountRouteDeps &
  BookingLinkRouteDeps &
  BookingRouteDeps &
  BusyFeedRouteDeps &
  CalendarRouteDeps &
  CallRouteDeps &
  CallTimeRouteDeps &
  ConsentRouteDeps &
  ContactRouteDeps &
  CustomerRouteDeps &
  DemoRouteDeps &
  DryRunRouteDeps &
  DiallingRouteDeps &
  EventRouteDeps &
  HandOverRouteDeps &
  HealthRouteDeps &
  HotlineRouteDeps &
  NotificationRouteDeps &
  PlanRouteDeps &
  PolicyRouteDeps &
  ProfileRouteDeps &
  QuestionRouteDeps &
  SurveyRouteDeps &
  TeamChangeRouteDeps &
  TelephonyRouteDeps &
  PublicBookingRouteDeps &
  WaitlistRouteDeps & { readonly keys: AuthDeps['keys'] & KeyRouteDeps['keys'] }

/** Requests an address may make in a minute: far above any desk, far below an attack. */
const REQUESTS_PER_MINUTE = 12_000
const BODY_BYTES = 1024 * 1024

/** The HTTP server: plugins, then one file of routes a subject. It listens in bin/. */
export async function createApi(deps: ApiDeps, options: FastifyServerOptions = {}) {
  const app = Fastify({
    bodyLimit: BODY_BYTES,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply), // a path that no route is looked up for
    serializerOpts: { ajv: { formats: FORMATS } }, // answers are not checked against them, but unknown ones are complained about
    ...options,
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.removeContentTypeParser('text/plain')
  useStrictValidation(app)
  await app.register(errorsPlugin)
  await app.register(helmet)
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, { after }) => new Problem('too-many-requests', `Too many requests: go on in ${after}.`),
  })
  await app.register(authPlugin, deps)
  await app.register(deadlinePlugin, deps)
  await app.register(demoClockPlugin, deps)
  await app.register(textPlugin)
  await app.register(idempotencyPlugin, deps)
  await app.register(docsPlugin)
  await app.register(metricsPlugin, deps)
  await app.register(healthRoutes, deps)
  await app.register(customerRoutes, deps)
  await app.register(contactRoutes, deps)
  await app.register(consentRoutes, deps)
  await app.register(callTimeRoutes, deps)
  await app.register(planRoutes, deps)
  await app.register(callRoutes, deps)
  await app.register(diallingRoutes, deps)
  await app.register(agreementRoutes, deps)
  await app.register(surveyRoutes, deps)
  await app.register(bookingRoutes, deps)
  await app.register(handOverRoutes, deps)
  await app.register(holdRoutes, deps)
  await app.register(waitlistRoutes, deps)
  await app.register(bookingLinkRoutes, deps)
  await app.register(publicBookingRoutes, deps)
  await app.register(agentRoutes, deps)
  await app.register(absenceRoutes, deps)
  await app.register(calendarRoutes, deps)
  await app.register(teamChangeRoutes, deps)
  await app.register(policyRoutes, deps)
  await app.register(dryRunRoutes, deps)
  await app.register(busyFeedRoutes, deps)
  await app.register(agentFeedRoutes, deps)
  await app.register(amazonAccountRoutes, deps)
  await app.register(profileRoutes, deps)
  await app.register(notificationRoutes, deps)
  await app.register(eventRoutes, deps)
  await app.register(telephonyRoutes, deps)
  await app.register(hotlineRoutes, deps)
  await app.register(questionRoutes, deps)
  await app.register(keyRoutes, deps)
  await app.register(demoRoutes, deps)
  return app
}

export type Api = Awaited<ReturnType<typeof createApi>>
