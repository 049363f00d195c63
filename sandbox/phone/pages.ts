import type { FastifyInstance } from 'fastify'
import type { SandboxClock } from '../clock.ts'
import { securePages } from '../pages/assets.ts'
import { type Html, html, moment, page } from '../pages/html.ts'
import type { EventReport, PhoneCall } from './call.ts'
import { BEHAVIOURS, type Behaviour } from './chance.ts'
import type { PhoneDeps } from './routes.ts'
import type { Line } from './switchboard.ts'

const SHOWN = 50

const SAYS: Readonly<Record<Behaviour, string>> = {
  answers: 'answers',
  busy: 'is busy',
  no_answer: 'does not answer',
  voicemail: 'sends to voicemail',
}

/** The telephone for people: what is going on, and a hand on each end of the line. */
export async function phonePages(
  app: FastifyInstance,
  { switchboard, clock }: PhoneDeps & { readonly clock: SandboxClock },
): Promise<void> {
  securePages(app)
  app.get('/', async (_request, reply) => {
    reply.type('text/html; charset=utf-8')
    return page({ title: 'Phone', here: 'phone', clock, body: phonePage(switchboard.calls(), switchboard.lines()) })
  })
}

function phonePage(calls: readonly PhoneCall[], lines: readonly Line[]): Html {
  return html`<h1>Phone</h1>
<div class="forms">
<form class="card" data-method="POST" data-url="/phone/dial"><h2>Call a customer</h2>${number('from', 'dial-from', 'Agent’s number')}${number('to', 'dial-to', 'Customer’s number')}<button>Dial</button><output></output></form>
<form class="card" data-method="POST" data-url="/phone/incoming"><h2>Ring the hotline</h2>${number('from', 'ring-from', 'Customer’s number')}${number('to', 'ring-to', 'Hotline’s number')}<button>Ring</button><output></output></form>
<form class="card" data-method="PUT" data-url="/phone/lines/{number}"><h2>Script a customer</h2>${number('number', 'line', 'Customer’s number')}
<label for="behaviour">When called, the customer</label><select id="behaviour" name="behaviour">${BEHAVIOURS.map((behaviour) => html`<option value="${behaviour}">${SAYS[behaviour]}</option>`)}</select><button>Script</button><output></output></form>
</div>
<div id="live">
<h2>Calls</h2>
<ol class="list">${calls.slice(0, SHOWN).map(callRow)}</ol>
${calls.length === 0 && html`<p class="empty">No call yet. Dial a customer above.</p>`}
${calls.length > SHOWN && html`<p class="count">${calls.length} calls, the newest ${SHOWN} are shown</p>`}
<h2>Customers’ lines</h2>
<ol class="list">${lines.map(lineRow)}</ol>
${lines.length === 0 && html`<p class="empty">Every customer is left to chance: of ten, about six answer, one is busy, two do not answer and one sends to voicemail.</p>`}
</div>`
}

const number = (name: string, id: string, label: string): Html =>
  html`<label for="${id}">${label}</label><input id="${id}" name="${name}" type="tel" inputmode="tel" required pattern="\\+[1-9][0-9]{6,14}" title="With country code, digits only: +4930123456" placeholder="+4930123456" autocomplete="off">`

function callRow(call: PhoneCall): Html {
  const { pbxCallId, direction, from, to, state, heard, cause, startedAt, events } = call
  return html`<li><b>${from} → ${to}</b>
<span class="who">${direction === 'in' ? 'to the hotline' : 'to a customer'}, ${moment(startedAt)}</span>
<span class="meta"><span class="badge ${state}">${state}</span>${heard && html` <span class="badge">${heard === 'customer' ? 'a person' : 'voicemail greeting'}</span>`}${cause && html` <span class="badge">${cause}</span>`}</span>
<span class="events">${events.map(eventBadge)}</span>
${state !== 'ended' && html`<form data-method="POST" data-url="/phone/calls/${pbxCallId}/hangup"><button aria-label="Hang up ${from} to ${to}">Hang up</button><output></output></form>`}</li>`
}

function eventBadge({ event, status, attempts, reason }: EventReport): Html {
  const says = { pending: 'on its way', delivered: 'reported', given_up: 'given up' }[status]
  const detail = reason === undefined ? '' : ` (try ${attempts}: ${reason})`
  return html`<span class="event ${status}">${event}: ${says}${detail}</span>`
}

function lineRow({ number, behaviour, dialled }: Line): Html {
  const script = behaviour ? `always ${SAYS[behaviour]}` : 'left to chance'
  return html`<li><b>${number}</b><span class="who">${script}, called ${dialled} ${dialled === 1 ? 'time' : 'times'}</span>
${behaviour && html`<form data-method="DELETE" data-url="/phone/lines/${number}"><button aria-label="Leave ${number} to chance">Leave to chance</button><output></output></form>`}</li>`
}
