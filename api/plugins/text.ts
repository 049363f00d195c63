import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { invalidField } from '../problems.ts'

/** PostgreSQL keeps no NUL in text: refused here with its place, before it reaches a workflow that would try for ever. */
export const textPlugin = fp(async (app: FastifyInstance) => {
  app.addHook('preValidation', async (request) => {
    refuseNul(request.params, '/params')
    refuseNul(request.query, '/query')
    refuseNul(request.body, '')
  })
})

function refuseNul(value: unknown, field: string): void {
  if (typeof value === 'string' && value.includes('\u0000')) throw invalidField(field === '' ? '/' : field, 'must not contain the character NUL')
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) refuseNul(item, `${field}/${key}`)
}
