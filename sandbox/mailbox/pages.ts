import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { SandboxClock } from '../clock.ts'
import { securePages } from '../pages/assets.ts'
import { counted, type Html, html, moment, page } from '../pages/html.ts'
import type { Message } from './message.ts'
import { duplicatesIn, found, type MailboxDeps } from './routes.ts'

const SHOWN = 200

const Search = Type.Object({ q: Type.Optional(Type.String()) })
const ById = Type.Object({ id: Type.String() })

/** A mail's own HTML: no script, nothing loaded from elsewhere, no access to the page around it. */
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

/** The mailbox for people. */
export const mailboxPages: FastifyPluginAsyncTypebox<MailboxDeps & { clock: SandboxClock }> = async (app, { store, mail, clock }) => {
  securePages(app)

  app.get('/', { schema: { querystring: Search } }, async ({ query: { q = '' } }, reply) => {
    const wanted = q.trim().toLowerCase()
    const messages = store.list().filter(({ to }) => to.toLowerCase().includes(wanted))
    reply.type('text/html; charset=utf-8')
    return page({ title: 'Mailbox', here: 'mailbox', clock, body: listPage(messages, q, mail.accepting) })
  })

  app.get('/:id', { schema: { params: ById } }, async ({ params: { id } }, reply) => {
    const { message } = found(store, id)
    const count = store.list().filter(({ messageId }) => messageId !== '' && messageId === message.messageId).length
    reply.type('text/html; charset=utf-8')
    return page({ title: message.subject || 'Mail', here: 'mailbox', clock, body: mailPage(message, count) })
  })

  app.get('/:id/html', { schema: { params: ById } }, async ({ params: { id } }, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', MAIL_POLICY).send(found(store, id).message.html),
  )
}

function listPage(messages: readonly Message[], q: string, accepting: boolean): Html {
  const duplicates = new Map(duplicatesIn(messages).map(({ messageId, count }) => [messageId, count]))
  return html`<h1>Mailbox</h1>
<form class="search" method="get" action="/mailbox" role="search"><label for="q">Recipient</label><input id="q" name="q" type="search" value="${q}" placeholder="anna@…"><button>Search</button></form>
<div id="live">
${!accepting && html`<p class="alarm">The mail server refuses all mail (421).</p>`}
${duplicates.size > 0 && html`<p class="alarm">${duplicates.size} Message-ID${duplicates.size > 1 ? 's' : ''} arrived more than once: a mail was sent twice.</p>`}
<p class="count">${counted(messages.length, 'mail')}${messages.length > SHOWN ? `, the newest ${SHOWN} are shown` : ''}</p>
<ol class="list">${messages.slice(0, SHOWN).map((message) => row(message, duplicates.get(message.messageId)))}</ol>
${messages.length === 0 && html`<p class="empty">${q ? 'No mail for this recipient.' : 'No mail yet. Whatever Lotse sends arrives here.'}</p>`}
</div>
<details class="tools"><summary>Tools</summary>
<form data-method="PUT" data-url="/mailbox/state"><input type="hidden" name="accepting" data-type="boolean" value="${accepting ? 'false' : 'true'}"><button>${accepting ? 'Refuse mail for a while' : 'Take mail again'}</button><output></output></form>
<form data-method="DELETE" data-url="/mailbox/messages" data-confirm="Delete all mails?"><button class="danger">Delete all mails</button><output></output></form>
</details>`
}

function row({ id, subject, to, receivedAt, invitation }: Message, copies: number | undefined): Html {
  return html`<li><a href="/mailbox/${id}"><b>${subject || '(no subject)'}</b></a>
<span class="who">to ${to}</span>
<span class="meta">${moment(receivedAt)}${invitation && badge(invitation.method)}${copies !== undefined && html` <span class="badge bad">sent ${copies} times</span>`}</span></li>`
}

const badge = (method: string): Html => html` <span class="badge">${method === 'CANCEL' ? 'cancellation' : 'invitation'}</span>`

function mailPage(message: Message, copies: number): Html {
  const { id, subject, from, to, date, receivedAt, messageId, text, invitation } = message
  return html`<p class="back"><a href="/mailbox">← Mailbox</a></p>
<h1>${subject || '(no subject)'}</h1>
${copies > 1 && html`<p class="alarm">This Message-ID arrived ${copies} times.</p>`}
<dl>
<dt>From</dt><dd>${from}</dd>
<dt>To</dt><dd><a href="/mailbox?q=${encodeURIComponent(to)}">${to}</a></dd>
<dt>Date</dt><dd>${date ? moment(date) : 'none'}</dd>
<dt>Received</dt><dd>${moment(receivedAt)}</dd>
<dt>Message-ID</dt><dd><code>${messageId}</code></dd>
</dl>
${
  invitation &&
  html`<section class="card" aria-label="Invitation"><h2>${invitation.method === 'CANCEL' ? 'Cancellation' : 'Invitation'}</h2>
<p><b>${invitation.summary}</b><br>${moment(invitation.start)} – ${moment(invitation.end)}</p>
<p class="meta"><code>${invitation.method}</code>, change ${invitation.sequence}, <code>${invitation.uid}</code></p></section>`
}
${message.html !== '' && html`<h2>As HTML</h2><iframe sandbox="" src="/mailbox/${id}/html" title="The mail as HTML"></iframe>`}
<h2>As text</h2><pre>${text}</pre>
<p class="meta"><a href="/mailbox/messages/${id}/raw">As it came over the wire</a> · <a href="/mailbox/messages/${id}">as JSON</a></p>`
}
