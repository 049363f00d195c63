import type { FastifyInstance, FastifyReply } from 'fastify'
import type { AmazonRegion } from '../../../domain/customers.ts'
import type { SandboxClock } from '../../clock.ts'
import { PAGE_POLICY, securePages } from '../../pages/assets.ts'
import { page } from '../../pages/html.ts'
import type { Faults } from '../admin/faults.ts'
import type { Traffic } from '../admin/traffic.ts'
import type { Seller, World } from '../world/world.ts'
import type { Codes } from './codes.ts'
import { consentPage, wrongPage } from './consent-page.ts'
import { answerTo, type ConsentRequest, readConsentRequest } from './consent-request.ts'
import { type Form, takeForms } from './forms.ts'

export interface ConsentDeps {
  readonly region: AmazonRegion
  readonly world: World
  readonly codes: Codes
  readonly faults: Faults
  readonly traffic: Traffic
  readonly clock: SandboxClock
}

/**
 * The page on which a seller allows an application to see his account. A program sends the same form: `POST` to the very address of the
 * page with `seller` (a sellingPartnerId or a key) and `decision` (`allow` or `refuse`), and reads where it is redirected to.
 */
export async function consentRoutes(app: FastifyInstance, deps: ConsentDeps): Promise<void> {
  const { region, world, codes, faults, traffic, clock } = deps
  takeForms(app)
  securePages(app)
  app.addHook('onSend', async (_request, reply, payload) => {
    traffic.count('consent', undefined, reply.statusCode)
    return payload
  })

  const show = (reply: FastifyReply, status: number, body: ReturnType<typeof wrongPage>) =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(page({ title: 'Authorise', here: 'amazon', clock, body }))
  const sellers = world.sellers(0).filter(({ account }) => account.region === region)
  const sellerNamed = (name: string): Seller | undefined => {
    const found = world.seller(name) ?? world.sellerOfToken(`Atzr|sandbox-${name}`)
    return found?.account.region === region ? found : undefined
  }
  const ask = (reply: FastifyReply, request: ConsentRequest, wrong?: string) => {
    // Browsers hold the redirect after a form against form-action, too.
    reply.header('content-security-policy', PAGE_POLICY.replace("form-action 'self'", `form-action 'self' ${request.redirectUri.origin}`))
    return show(reply, wrong === undefined ? 200 : 400, consentPage({ region, request, sellers, wrong }))
  }

  app.get<{ Querystring: Form }>('/consent', async ({ query }, reply) => {
    const request = readConsentRequest(query)
    return 'state' in request ? ask(reply, request) : show(reply, 400, wrongPage(request))
  })

  app.post<{ Querystring: Form; Body: Form | undefined }>('/consent', async ({ query, body }, reply) => {
    const form = { ...query, ...body }
    const request = readConsentRequest(form)
    if (!('state' in request)) return show(reply, 400, wrongPage(request))
    if (form.decision === 'refuse') return reply.redirect(answerTo(request, { error: 'access_denied' }), 302)
    if (form.decision !== 'allow') return ask(reply, request, 'Decide: decision is allow or refuse.')
    const name = form.other?.trim() || form.seller?.trim() || ''
    const seller = sellerNamed(name)
    if (!seller) return ask(reply, request, name === '' ? 'Choose a seller.' : `There is no seller ${name} in this region.`)
    const { sellingPartnerId } = seller.account
    if (faults.strikes('consent_refused', 'consent', sellingPartnerId))
      return reply.redirect(answerTo(request, { error: 'access_denied' }), 302)
    const code = codes.issue(seller, request.redirectUri.href)
    return reply.redirect(answerTo(request, { selling_partner_id: sellingPartnerId, spapi_oauth_code: code }), 302)
  })
}
