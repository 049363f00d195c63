import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { invalidField } from '../problems.ts'

/** Deeper than anything we keep; what walks through a body must not run out of stack. */
const MOST_LEVELS = 32

/** What PostgreSQL cannot keep is refused here with its place, before it reaches a workflow that would try for ever. */
export const textPlugin = fp(async (app: FastifyInstance) => {
  app.addHook('preValidation', async (request) => {
    refuseUnkeepable(request.params)
    refuseUnkeepable(request.query)
    refuseUnkeepable(request.body)
  })
})

/** Refuses NUL, halves of surrogate pairs and bottomless nesting in a JSON value. */
export function refuseUnkeepable(value: unknown, field = '', level = 0): void {
  if (typeof value === 'string') refuseText(value, field)
  if (typeof value !== 'object' || value === null) return
  if (level === MOST_LEVELS) throw invalidField(field, `must not be nested more than ${MOST_LEVELS} levels deep`)
  for (const [key, item] of Object.entries(value)) {
    refuseText(key, field)
    refuseUnkeepable(item, `${field}/${pointerPart(key)}`, level + 1)
  }
}

/** A key as a part of a JSON pointer (RFC 6901). */
export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')

function refuseText(text: string, field: string): void {
  if (text.includes('\u0000')) throw invalidField(field || '/', 'must not contain the character NUL')
  if (/\p{Surrogate}/u.test(text)) throw invalidField(field || '/', 'must be Unicode text: it contains half of a surrogate pair')
}
