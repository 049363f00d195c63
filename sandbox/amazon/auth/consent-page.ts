import type { AmazonRegion } from '../../../domain/customers.ts'
import { type Html, html } from '../../pages/html.ts'
import { keyOf, type Seller } from '../world/world.ts'
import type { ConsentRequest } from './consent-request.ts'

interface Asked {
  readonly region: AmazonRegion
  readonly request: ConsentRequest
  readonly sellers: readonly Seller[]
  readonly wrong: string | undefined
}

const REGION_NAMES: Readonly<Record<AmazonRegion, string>> = { eu: 'Europe', na: 'North America', fe: 'Far East' }

export function consentPage({ region, request, sellers, wrong }: Asked): Html {
  const { applicationId, state, redirectUri, beta } = request
  return html`<h1>Seller Central, played: ${REGION_NAMES[region]}</h1>
<p>The application <b>${applicationId}</b>${beta && html` <span class="badge">beta</span>`} asks to see an account: its marketplaces, listings and offers. Whichever answer is given, the browser goes on to <code>${redirectUri.origin}</code>.</p>
${wrong !== undefined && html`<p class="alarm" role="alert">${wrong}</p>`}
<form class="card consent" method="post" action="/amazon/${region}/apps/authorize/consent">
<input type="hidden" name="application_id" value="${applicationId}"><input type="hidden" name="state" value="${state}"><input type="hidden" name="redirect_uri" value="${redirectUri.href}">${beta && html`<input type="hidden" name="version" value="beta">`}
<label for="seller">You are</label>
<select id="seller" name="seller">${sellers.map(option)}</select>
<label for="other">or another seller, by key or id</label>
<input id="other" name="other" placeholder="generated-7" autocomplete="off">
<span class="decisions"><button name="decision" value="allow">Allow</button><button name="decision" value="refuse" class="danger">Refuse</button></span>
</form>`
}

const option = ({ account, business }: Seller): Html =>
  html`<option value="${account.sellingPartnerId}">${business.name}: ${keyOf(account)}, ${account.sellingPartnerId}</option>`

export const wrongPage = (wrong: readonly string[]): Html => html`<h1>This link cannot be answered</h1>
<p>Whoever sent you here made a mistake. Nothing was allowed.</p>
<ul>${wrong.map((one) => html`<li>${one}</li>`)}</ul>`
