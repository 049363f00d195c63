import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { errorsPlugin } from '../../api/plugins/errors.ts'

const answerTo = async (code: number | string) => {
  const app = Fastify()
  await app.register(errorsPlugin)
  app.get('/', async () => {
    throw new Error('Workflow Update failed', { cause: Object.assign(new Error(`${code}`), { code }) })
  })
  const { statusCode, headers, body } = await app.inject('/')
  return [statusCode, JSON.parse(body).type, headers['retry-after']]
}

test('what a moment mends is 503 and says when to come again', async () => {
  // gRPC: too late, too much, no worker or a failed workflow task, torn, gone; then a database that is starting or was ended.
  for (const code of [4, 8, 9, 10, 14, 'ECONNREFUSED', '57P03', 'P1001'])
    expect(await answerTo(code)).toEqual([503, 'urn:lotse:problem:unavailable', '2'])
})

test('what nobody expected is 500 and says nothing', async () => {
  for (const code of [2, 13, '23505']) expect(await answerTo(code)).toEqual([500, 'urn:lotse:problem:internal', undefined])
})
