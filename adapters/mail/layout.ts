/** A mail in words, before it becomes text or HTML. Nothing in it is markup. */
export interface MailContent {
  readonly language: string
  readonly greeting: string
  readonly before: readonly string[]
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly after: readonly string[]
  readonly closing: string
  readonly signature: string
}

export function layOutText({ greeting, before, facts, after, closing, signature }: MailContent): string {
  const table = facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
  return `${[greeting, ...before, table, ...after, `${closing}\n${signature}`].filter((part) => part !== '').join('\n\n')}\n`
}

/** Inline styles, because mail programs drop style sheets; the dark variant is for those that read them. */
export function layOutHtml({ language, greeting, before, facts, after, closing, signature }: MailContent, subject: string): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`
  const row = ({ label, value }: { label: string; value: string }) =>
    `<tr><th scope="row" class="label" style="padding:4px 16px 4px 0;text-align:left;vertical-align:top;white-space:nowrap;font-weight:normal;color:#5b6470">${escapeHtml(label)}</th>` +
    `<td style="padding:4px 0;vertical-align:top;font-weight:600">${escapeHtml(value)}</td></tr>`
  const table = facts.length === 0 ? '' : `<table class="facts" style="${FACTS_STYLE}">${facts.map(row).join('')}</table>`
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>@media (prefers-color-scheme: dark) { body { background:#16191d !important; color:#e8eaed !important } .label { color:#a3acb8 !important } .facts { border-color:#6ba3e8 !important } }</style>
</head>
<body style="margin:0;background:#ffffff;color:#1d2127;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px 16px">
${[greeting, ...before].map(paragraph).join('\n')}
${table}
${after.map(paragraph).join('\n')}
<p style="margin:24px 0 0">${escapeHtml(closing)}<br>${escapeHtml(signature)}</p>
</div>
</body>
</html>
`
}

const FACTS_STYLE =
  'border-collapse:separate;border-left:3px solid #2563a8;padding:4px 0 4px 16px;margin:0 0 20px;font-size:16px;line-height:1.5'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
