import type { SandboxClock } from '../clock.ts'

/** Markup that may be sent as it is. Only `html` makes it. */
export interface Html {
  readonly markup: string
}

type Value = string | number | undefined | null | false | Html | readonly Html[]

/** A template whose values are escaped, save those that are Html already. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const parts = strings.map((text, index) => text + (index < values.length ? show(values[index]) : ''))
  return { markup: parts.join('') }
}

function show(value: Value): string {
  if (value === undefined || value === null || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)

type Room = 'mailbox' | 'phone' | 'amazon'

interface Page {
  readonly title: string
  readonly body: Html
  readonly here?: Room
  readonly clock: SandboxClock
}

export function page({ title, body, here, clock }: Page): string {
  const link = (room: Room, name: string) => html`<a href="/${room}"${here === room ? CURRENT : ''}>${name}</a>`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Lotse sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/sandbox.css">
<script src="/assets/sandbox.js" defer></script>
</head>
<body>
<header><a class="home" href="/">Lotse sandbox</a><nav aria-label="Rooms">${link('mailbox', 'Mailbox')}${link('phone', 'Phone')}${link('amazon', 'Amazon')}</nav><span id="clock">${turned(clock)}</span></header>
<main>
${body}
</main>
</body>
</html>
`.markup
}

const CURRENT: Html = { markup: ' aria-current="page"' }

/** The time, where it is another than the machine's. */
const turned = (clock: SandboxClock): Html | false =>
  clock.offset() > 0 && html`sandbox time ${moment(clock.instant())}, ${ahead(clock.offset())} ahead`

const UNITS = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
] as const

function ahead(offsetMs: number): string {
  const unit = UNITS.find(({ ms }) => offsetMs >= ms)
  return unit ? counted(Math.floor(offsetMs / unit.ms), unit.name) : 'less than a minute'
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** An instant as a person reads it; the machine's form stays in the attribute. */
export const moment = (instant: string): Html =>
  html`<time datetime="${instant}" title="${instant}">${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC</time>`
