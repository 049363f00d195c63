import type { Form } from './forms.ts'

/** What an application asks a seller for. */
export interface ConsentRequest {
  readonly applicationId: string
  readonly state: string
  readonly redirectUri: URL
  /** A draft application; plays no part but is carried along. */
  readonly beta: boolean
}

/** What is wrong with it, in words for whoever wrote the link; nothing redirects to an address that is in doubt. */
export function readConsentRequest(form: Form): ConsentRequest | readonly string[] {
  const { application_id: applicationId = '', state = '', redirect_uri = '', version } = form
  const redirectUri = URL.canParse(redirect_uri) ? new URL(redirect_uri) : undefined
  const wrong = [
    applicationId === '' && 'application_id is missing.',
    state === '' && 'state is missing: without it the application cannot tell whose answer comes back.',
    redirect_uri === '' && 'redirect_uri is missing.',
    redirect_uri !== '' && !redirectUri && 'redirect_uri is no address.',
    redirectUri && !['http:', 'https:'].includes(redirectUri.protocol) && 'redirect_uri must begin with https:// or http://.',
    redirectUri && redirectUri.hash !== '' && 'redirect_uri must not have a fragment.',
    version !== undefined && version !== 'beta' && 'version can only be beta.',
  ].filter((one) => typeof one === 'string')
  return wrong.length > 0 || !redirectUri ? wrong : { applicationId, state, redirectUri, beta: version === 'beta' }
}

export function answerTo({ redirectUri, state }: ConsentRequest, answer: Readonly<Record<string, string>>): string {
  const target = new URL(redirectUri)
  for (const [name, value] of Object.entries({ state, ...answer })) target.searchParams.set(name, value)
  return target.href
}
