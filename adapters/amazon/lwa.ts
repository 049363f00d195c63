import axios, { type AxiosResponse, isAxiosError } from 'axios'
import { AmazonFailure, type AmazonFailureCode } from '../../domain/amazon/failure.ts'
import { asFailure, codeOf, requestIdOf, unexpected } from './failures.ts'
import { type PersistOptions, persist } from './persistence.ts'

/** Ours, as Amazon knows it. */
export interface AmazonApplication {
  readonly clientId: string
  readonly clientSecret: string
  /** e.g. `Lotse/0.1 (Language=TypeScript)` */
  readonly userAgent: string
}

export interface LwaDeps extends Pick<PersistOptions, 'patience' | 'log'> {
  /** `https://api.amazon.com/auth` */
  readonly authUrl: string
  readonly application: AmazonApplication
}

export interface AccessToken {
  readonly token: string
  readonly lastsMs: number
}

const TIMEOUT_MS = 15_000
const USUALLY_LASTS_SECONDS = 3600

interface TokenAnswer {
  readonly access_token?: string
  readonly refresh_token?: string
  readonly expires_in?: number
}

/** Login with Amazon: OAuth 2.0 with a form body (RFC 6749). */
export function createLwa({ authUrl, application, patience, log }: LwaDeps) {
  const { clientId, clientSecret, userAgent } = application
  const http = axios.create({
    baseURL: authUrl,
    timeout: TIMEOUT_MS,
    maxRedirects: 0,
    headers: { 'User-Agent': userAgent },
    transitional: { silentJSONParsing: false },
    responseType: 'json',
  })

  const ask = (operation: string, grant: Record<string, string>, refused: AmazonFailureCode): Promise<TokenAnswer> =>
    persist(
      async () => {
        const form = new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret })
        try {
          return (await http.post<TokenAnswer>('/o2/token', form)).data
        } catch (error) {
          throw asLwaFailure(operation, error, refused)
        }
      },
      { patience, log },
    )

  return {
    async refresh(refreshToken: string): Promise<AccessToken> {
      const answer = await ask('lwa.refresh', { grant_type: 'refresh_token', refresh_token: refreshToken }, 'revoked')
      if (!answer?.access_token) throw unexpected('lwa.refresh', 'access_token')
      return { token: answer.access_token, lastsMs: (answer.expires_in ?? USUALLY_LASTS_SECONDS) * 1000 }
    },

    /** A code works once: where the answer was lost on the way, a repeat is refused as `invalid_code`. */
    async exchange(code: string, redirectUri: string): Promise<string> {
      const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
      const answer = await ask('lwa.exchange', grant, 'invalid_code')
      if (!answer?.refresh_token) throw unexpected('lwa.exchange', 'refresh_token')
      return answer.refresh_token
    },
  }
}

export type Lwa = ReturnType<typeof createLwa>

/** OAuth's error code alone; its description may repeat what was sent. */
function asLwaFailure(operation: string, error: unknown, refused: AmazonFailureCode): unknown {
  if (!isAxiosError(error) || !error.response) return asFailure(operation, error)
  const { response } = error
  const amazonCode = oauthError(response)
  const requestId = requestIdOf(response)
  return new AmazonFailure(codeOfLwa(response.status, amazonCode, refused), `${response.status} ${amazonCode ?? ''}`.trim(), {
    operation,
    status: response.status,
    ...(amazonCode === undefined ? {} : { amazonCode }),
    ...(requestId === undefined ? {} : { requestId }),
  })
}

function codeOfLwa(status: number, oauth: string | undefined, refused: AmazonFailureCode): AmazonFailureCode {
  if (oauth === 'invalid_grant') return refused
  if (oauth === 'invalid_client' || oauth === 'unauthorized_client') return 'misconfigured'
  return status === 401 || status === 403 ? 'misconfigured' : codeOf(status)
}

function oauthError({ data }: AxiosResponse): string | undefined {
  const code: unknown = (data as { error?: unknown } | null | undefined)?.error
  return typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? code : undefined
}
