import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'

/** Pages may load nothing from elsewhere and run no script but ours: mails are other people's text. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

export async function assets(app: FastifyInstance): Promise<void> {
  const load = (name: string) => readFile(new URL(`./${name}`, import.meta.url), 'utf8')
  const [css, script] = await Promise.all([load('sandbox.css'), load('sandbox.js')])
  app.get('/assets/sandbox.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(css))
  app.get('/assets/sandbox.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script))
}

export function securePages(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', PAGE_POLICY)
    return payload
  })
}
