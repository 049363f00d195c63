import type { FastifyInstance } from 'fastify'

export type Form = Readonly<Record<string, string>>

/** Reads application/x-www-form-urlencoded in this context; of a field sent twice the last one counts. */
export function takeForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
}
