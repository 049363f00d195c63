/** The mail will never be taken: the address is malformed, or the mail server said so for good. Do not retry. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError'
  /** `EADDRESS`, `EMESSAGEID` or `EENVELOPE` (refused by the mail server). */
  readonly code: string
  /** What the mail server answered, e.g. 550. */
  readonly responseCode?: number

  constructor(code: string, message: string, responseCode?: number) {
    super(message)
    this.code = code
    if (responseCode !== undefined) this.responseCode = responseCode
  }
}

/** A 5xx for the recipient is final (RFC 5321, 4.2.1). Everything else, a refused sender included, may be mended and is retried. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { command, responseCode, response } = error as Error & { command?: unknown; responseCode?: unknown; response?: unknown }
  const final = typeof responseCode === 'number' && responseCode >= 500 && responseCode < 600
  if (command !== 'RCPT TO' || !final) return error
  return new MailRefusedError('EENVELOPE', `the mail server refuses the recipient: ${String(response ?? error.message)}`, responseCode)
}
