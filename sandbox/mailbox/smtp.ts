import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { SMTPServer } from 'smtp-server'
import type { MailStore } from './store.ts'

const MAX_SIZE = 5 * 1024 * 1024

export interface SmtpOptions {
  readonly host: string
  readonly port: number
  readonly store: MailStore
  /** The fault switch: false refuses everybody with 421, as a mail server does that is being restarted. */
  readonly mail: { accepting: boolean }
  readonly log: Logger
}

/** Takes mail for anybody from anybody, without asking who it is. */
export async function startSmtp({ host, port, store, mail, log }: SmtpOptions): Promise<{ port: number; close(): Promise<void> }> {
  const refusal = () => (mail.accepting ? null : smtpError(421, 'Service not available, try again later'))
  const server = new SMTPServer({
    name: 'sandbox.lotse.example',
    banner: 'Lotse sandbox',
    size: MAX_SIZE,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1_000,
    onConnect: (_session, done) => done(refusal()),
    onMailFrom: (_address, _session, done) => done(refusal()),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk)
      })
      stream.once('error', done)
      stream.once('end', () => {
        if (stream.sizeExceeded) return done(smtpError(552, 'Message is larger than 5 MB'))
        const { mailFrom, rcptTo } = session.envelope
        store
          .add(Buffer.concat(chunks), { sender: mailFrom ? mailFrom.address : '', recipients: rcptTo.map(({ address }) => address) })
          .then(
            ({ id }) => done(null, `kept as ${id}`),
            (error: unknown) => {
              log.error({ err: error }, 'mail could not be kept')
              done(smtpError(451, 'The mailbox failed, try again later'))
            },
          )
      })
    },
  })
  // A client that hangs up in the middle is its own affair.
  server.on('error', (error: Error) => log.debug({ err: error }, 'smtp connection failed'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, host, () => {
      server.server.off('error', reject)
      resolve()
    })
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const smtpError = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })
