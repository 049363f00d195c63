import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { Problem } from '../problems.ts'

export interface MetricsDeps {
  /** `/metrics` answers others than loopback. */
  readonly metricsPublic: boolean
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Prometheus metrics of this process: Node's own and one histogram of requests by route. */
export const metricsPlugin = fp(async (app: FastifyInstance, { metricsPublic }: MetricsDeps) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'lotse_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })

  app.addHook('onResponse', async (request, reply) => {
    seconds.observe(
      { method: request.method, route: request.routeOptions.url ?? 'unknown', status: reply.statusCode },
      reply.elapsedTime / 1000,
    )
  })

  app.get(
    '/metrics',
    { config: { access: 'public' }, schema: { tags: ['operation'], summary: 'Prometheus metrics, for loopback only unless configured' } },
    async (request, reply) => {
      if (!metricsPublic && !LOOPBACK.has(request.ip))
        throw new Problem('forbidden', 'Metrics are for this machine only: set LOTSE_METRICS_PUBLIC to open them.')
      return reply.type(registry.contentType).send(await registry.metrics())
    },
  )
})
