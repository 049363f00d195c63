import type { FastifyInstance } from 'fastify'
import type { SandboxClock } from '../../clock.ts'
import { securePages } from '../../pages/assets.ts'
import { counted, type Html, html, moment, page } from '../../pages/html.ts'
import type { Authorisations } from '../auth/authorisations.ts'
import { OPERATIONS } from '../sp-api/operations.ts'
import type { World } from '../world/world.ts'
import { FAULTS, type Fault, type FaultName, type Faults } from './faults.ts'
import { type SellerRow, sellerRow } from './seller-row.ts'
import type { Traffic } from './traffic.ts'

export interface AmazonPageDeps {
  readonly world: World
  readonly authorisations: Authorisations
  readonly faults: Faults
  readonly traffic: Traffic
  readonly clock: SandboxClock
}

const SAYS: Readonly<Record<FaultName, string>> = {
  throttle: 'every request is one too many (429)',
  server_error: 'the server fails (500 or 503)',
  slow: 'answers take their time',
  batch_item_throttled: 'an item of a batch is one too many',
  report_fatal: 'a report ends FATAL',
  report_cancelled: 'a report ends CANCELLED',
  report_empty: 'a report has no rows',
  report_latin1: 'a report is written in Latin-1',
  report_odd_text: 'titles have quotes, tabs and odd line ends',
  link_expired: 'a document’s link is too old',
  gzip_truncated: 'a document breaks off',
  consent_refused: 'consent is refused',
}

/** Amazon for people: who sells, what was asked, what goes wrong. */
export async function amazonPages(app: FastifyInstance, deps: AmazonPageDeps): Promise<void> {
  const { world, authorisations, faults, traffic, clock } = deps
  securePages(app)
  app.get('/', async (_request, reply) => {
    reply.type('text/html; charset=utf-8')
    const rows = world.sellers(0).map((seller) => sellerRow(seller, authorisations))
    return page({ title: 'Amazon', here: 'amazon', clock, body: amazonPage(rows, faults.shown(), traffic.shown()) })
  })
}

function amazonPage(sellers: readonly SellerRow[], faults: readonly Fault[], traffic: ReturnType<Traffic['shown']>): Html {
  return html`<h1>Amazon</h1>
<div class="forms">
<form class="card" data-method="PUT" data-url="/amazon/admin/faults"><h2>Let something go wrong</h2>
<label for="fault">What</label><select id="fault" name="fault">${FAULTS.map((fault) => html`<option value="${fault}">${SAYS[fault]}</option>`)}</select>
<label for="seller">For whom</label><select id="seller" name="sellingPartnerId" data-type="optional"><option value="">everybody</option>${sellers.map(({ key, sellingPartnerId }) => html`<option value="${sellingPartnerId}">${key}</option>`)}</select>
<label for="operation">In which operation</label><select id="operation" name="operation" data-type="optional"><option value="">any</option>${[...Object.keys(OPERATIONS), 'token', 'download'].map((operation) => html`<option>${operation}</option>`)}</select>
<label for="count">How often</label><input id="count" name="count" type="number" min="1" data-type="number" placeholder="always">
<label for="seconds">For how many seconds</label><input id="seconds" name="seconds" type="number" min="1" data-type="number" placeholder="until switched off">
<button>Switch on</button><output></output></form>
</div>
<div id="live">
<h2>What goes wrong</h2>
<ul class="list">${faults.map(faultRow)}</ul>
${faults.length === 0 && html`<p class="empty">Nothing. Amazon is at its best.</p>`}
<h2>Sellers</h2>
<ul class="list">${sellers.map(sellerItem)}</ul>
<p class="count">As many more as wanted: generated-1, generated-2 and so on.</p>
<h2>Requests</h2>
<p class="count">${counted(traffic.requests, 'request')} since ${moment(traffic.since)}, ${traffic.throttled} of them one too many (429)</p>
<ul class="list">${Object.entries(traffic.operations).map(
    ([operation, { requests, throttled }]) =>
      html`<li><b>${operation}</b><span class="who">${counted(requests, 'request')}${throttled > 0 && html` <span class="badge bad">${throttled} × 429</span>`}</span></li>`,
  )}</ul>
</div>
<details class="tools"><summary>Tools</summary>
<form data-method="DELETE" data-url="/amazon/admin/traffic"><button>Count requests from zero</button><output></output></form>
<form data-method="DELETE" data-url="/amazon/admin/faults"><button>Switch everything off</button><output></output></form>
</details>`
}

function faultRow({ fault, sellingPartnerId, operation, left, secondsLeft }: Fault): Html {
  const scope = [sellingPartnerId ?? 'everybody', operation ?? 'any operation']
  const ends = [left === undefined ? '' : `${left} more`, secondsLeft === undefined ? '' : `${secondsLeft} s more`].filter(Boolean)
  return html`<li><b>${SAYS[fault]}</b><span class="who">${[...scope, ...ends].join(', ')}</span>
<form data-method="PUT" data-url="/amazon/admin/faults">${hidden('fault', fault)}${sellingPartnerId !== undefined && hidden('sellingPartnerId', sellingPartnerId)}${operation !== undefined && hidden('operation', operation)}${OFF}<button aria-label="Switch off: ${SAYS[fault]}, ${scope.join(', ')}">Switch off</button><output></output></form></li>`
}

function sellerItem({ key, sellingPartnerId, name, kind, region, marketplaces, products, authorisation }: SellerRow): Html {
  const active = authorisation === 'active'
  return html`<li><b>${name}</b><span class="who">${key} · ${sellingPartnerId} · ${kind.replaceAll('_', ' ')} · ${region}: ${marketplaces.map(({ country }) => country).join(' ')} · ${counted(products, 'product')}</span>
<span class="meta"><span class="badge ${active ? '' : 'bad'}">${authorisation}</span></span>
<form data-method="PUT" data-url="/amazon/admin/faults">${hidden('fault', 'authorisation_revoked')}${hidden('sellingPartnerId', sellingPartnerId)}${!active && OFF}<button aria-label="${active ? 'Revoke' : 'Restore'} the authorisation of ${key}">${active ? 'Revoke' : 'Restore'}</button><output></output></form></li>`
}

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`
const OFF = html`<input type="hidden" name="on" data-type="boolean" value="false">`
