import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Client } from '@temporalio/client'
import { EARLIEST_CALL, LATEST_CALL } from '../../domain/calendar/windows.ts'
import { assumedZones } from '../../domain/places.ts'
import { setCallTimes } from '../../workflows/customer.ts'
import { updateIdOf } from '../plugins/idempotency.ts'
import { actorOf, principalOf } from '../principal.ts'
import { found, invalidField } from '../problems.ts'
import { CallTimesBody, CallTimesReply, type CallTimesView } from '../schemas/call-times.ts'
import { IdParams } from '../schemas/values.ts'
import { refuseOverlaps } from '../wall-hours.ts'

export interface CallTimeReads {
  callTimes(customerId: string): Promise<(CallTimesView & { readonly country: string }) | undefined>
}

export interface CallTimeRouteDeps {
  readonly callTimes: CallTimeReads
  readonly temporal: Client
}

export const callTimeRoutes: FastifyPluginAsyncTypebox<CallTimeRouteDeps> = async (app, { callTimes, temporal }) => {
  const known = async (customerId: string) => found(await callTimes.callTimes(customerId), 'customer')
  const shown = ({ timeZone, zoneAssumed, hours }: CallTimesView): CallTimesView => ({ timeZone, zoneAssumed, hours })
  const url = '/v1/customers/:id/call-times'
  const docs = (summary: string) => ({ tags: ['customers'], summary, params: IdParams, response: { 200: CallTimesReply } })
  const config = { access: 'customers' as const }

  app.get(url, { config, schema: docs('When he wants to be called') }, async (request) => shown(await known(request.params.id)))

  app.put(
    url,
    {
      config,
      schema: {
        ...docs('Set when he wants to be called'),
        description: 'What is not named stays. What is planned without a call of its own moves with it; calls that have a time keep it.',
        body: CallTimesBody,
      },
    },
    async (request) => {
      const { id } = request.params
      const { timeZone, hours } = request.body
      const { zoneAssumed, country } = await known(id)
      if (hours !== undefined && hours !== null) {
        refuseOverlaps(hours, '/hours')
        hours.forEach(({ from, to }, index) => {
          if (from < EARLIEST_CALL) throw invalidField(`/hours/${index}/from`, `is before ${EARLIEST_CALL}`)
          if (to > LATEST_CALL) throw invalidField(`/hours/${index}/to`, `is after ${LATEST_CALL}`)
        })
        // In several zones at once there may be no such hour.
        if (timeZone === undefined && zoneAssumed && assumedZones(country).length > 1)
          throw invalidField('/timeZone', 'is required: nobody told us yet by which clock he lives')
      }
      const times = {
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(hours === undefined ? {} : { hours: hours?.map(({ weekday, from, to }) => ({ weekday, from, until: to })) ?? null }),
      }
      const actor = actorOf(principalOf(request))
      await temporal.workflow
        .getHandle(`customer/${id}`)
        .executeUpdate(setCallTimes, { args: [{ ...times, actor }], updateId: updateIdOf(request) })
      return shown(await known(id))
    },
  )
}
