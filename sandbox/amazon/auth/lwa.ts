import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Faults } from '../admin/faults.ts'
import type { Traffic } from '../admin/traffic.ts'
import type { AmazonSettings } from '../settings.ts'
import type { AccessTokens } from './access-tokens.ts'
import { type Authorisations, fingerprintOf } from './authorisations.ts'
import type { Codes } from './codes.ts'
import { type Form, takeForms } from './forms.ts'

/** A client of Login with Amazon, as an application has one. */
export interface LwaClient {
  readonly clientId: string
  readonly clientSecret: string
}

export interface LwaDeps {
  readonly clients: readonly LwaClient[]
  readonly authorisations: Authorisations
  readonly accessTokens: AccessTokens
  readonly codes: Codes
  readonly faults: Faults
  readonly traffic: Traffic
  readonly settings: () => AmazonSettings
  readonly now: () => number
}

/** An error as OAuth 2 writes it. */
class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly status: number
  readonly error: string

  constructor(error: string, description: string, status = 400) {
    super(description)
    this.error = error
    this.status = status
  }
}

const SCOPES = ['sellingpartnerapi::notifications', 'sellingpartnerapi::migration', 'sellingpartnerapi::client_credential:rotation']

/** Login with Amazon: the token endpoint. */
export async function lwa(app: FastifyInstance, deps: LwaDeps): Promise<void> {
  const { clients, authorisations, accessTokens, codes, faults, traffic, settings, now } = deps
  takeForms(app)
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const refusal = error instanceof OAuthError ? error : undefined
    const status = refusal?.status ?? error.statusCode ?? 500
    const code = refusal?.error ?? (status < 500 ? 'invalid_request' : 'server_error')
    return reply.code(status === 415 ? 400 : status).send({ error: code, error_description: error.message })
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
    traffic.count('token', undefined, reply.statusCode)
    return payload
  })

  const accessFor = (clientId: string, refreshToken?: string, sellingPartnerId?: string) => {
    const { accessTokenSeconds } = settings()
    const whose =
      refreshToken === undefined || sellingPartnerId === undefined ? {} : { sellingPartnerId, fingerprint: fingerprintOf(refreshToken) }
    const access_token = accessTokens.issue({ clientId, until: now() + accessTokenSeconds * 1_000, ...whose })
    return { access_token, token_type: 'bearer', expires_in: accessTokenSeconds }
  }

  const grants: Readonly<Record<string, (form: Form, clientId: string) => Promise<object>>> = {
    async refresh_token(form, clientId) {
      const refreshToken = required(form, 'refresh_token')
      const authorisation = authorisations.ofToken(refreshToken)
      if (!authorisation) throw new OAuthError('invalid_grant', 'The request has an invalid grant parameter : refresh_token')
      const { seller, status } = authorisation
      if (status === 'revoked')
        throw new OAuthError(
          'invalid_grant',
          'The request has an invalid grant parameter : refresh_token. User may have revoked or didn’t grant the permission.',
        )
      if (status === 'expired') throw new OAuthError('invalid_grant', 'The refresh token has expired.')
      return { ...accessFor(clientId, refreshToken, seller.account.sellingPartnerId), refresh_token: refreshToken }
    },
    async authorization_code(form, clientId) {
      const seller = codes.use(required(form, 'code'), form.redirect_uri)
      if (!seller) throw new OAuthError('invalid_grant', 'The request has an invalid grant parameter : code')
      const refreshToken = await authorisations.issue(seller)
      return { ...accessFor(clientId, refreshToken, seller.account.sellingPartnerId), refresh_token: refreshToken }
    },
    async client_credentials(form, clientId) {
      if (!SCOPES.includes(required(form, 'scope'))) throw new OAuthError('invalid_scope', 'The request has an invalid scope')
      return accessFor(clientId)
    },
  }

  app.post<{ Body: Form | undefined }>('/token', async (request) => {
    const failed = await faults.play('token', undefined)
    if (failed !== undefined)
      throw new OAuthError(failed === 429 ? 'slow_down' : 'server_error', 'The authorization server failed; try again later', failed)
    const form = request.body ?? {}
    const grant = grants[required(form, 'grant_type')]
    if (!grant) throw new OAuthError('unsupported_grant_type', 'The authorization grant type is not supported by the authorization server')
    return grant(form, clientOf(request, form, clients))
  })
}

function required(form: Form, name: string): string {
  const value = form[name]
  if (value === undefined || value === '') throw new OAuthError('invalid_request', `The request is missing a required parameter : ${name}`)
  return value
}

/** By the form, or by HTTP Basic, as OAuth has it. */
function clientOf(request: FastifyRequest, form: Form, clients: readonly LwaClient[]): string {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const [id, secret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString().split(':', 2)
  const clientId = id ?? required(form, 'client_id')
  const clientSecret = secret ?? required(form, 'client_secret')
  const found = clients.find((client) => client.clientId === clientId && client.clientSecret === clientSecret)
  if (!found) throw new OAuthError('invalid_client', 'Client authentication failed', 401)
  return found.clientId
}
