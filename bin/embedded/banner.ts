import type { StackFile } from './stack-file.ts'

/** What to open and what to try next; the one thing `npm start` prints on stdout. */
export function banner({ api, docs, temporalUi, mailbox, sandbox, keys }: StackFile, home: string): string {
  const seller = {
    company: 'Alpenkraut GmbH',
    contact: { name: 'Maria Huber', email: 'maria@alpenkraut.example', phone: '+4930901820' },
    languages: ['de'],
    country: 'DE',
    products: ['repricer'],
  }
  return `
Lotse runs. Ctrl-C stops everything; what is stored is there again at the next start.

  API docs      ${docs}
  Temporal UI   ${temporalUi}
  Mailbox       ${mailbox}
  Phone         ${sandbox}/phone
  Amazon        ${sandbox}/amazon

  agent key     ${keys.agent}
  lead key      ${keys.lead}
  admin key     ${keys.admin}
  service key   ${keys.service}

  Logs and the stack file (stack.json): ${home}

Register a seller:

  curl -sS ${api}/v1/customers -H 'Authorization: Bearer ${keys.service}' -H 'Content-Type: application/json' \\
    -d '${JSON.stringify(seller)}'

or watch a seller's whole life, step by step, in another terminal:

  npm run tour
`
}
