import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

const KEY_BYTES = 32
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** A key or a sealed credential that cannot be used; the message says what to do and holds nothing secret. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
}

export interface CredentialCipher {
  /** Layout: version (1 byte), nonce (12), tag (16), ciphertext. */
  seal(plain: string, rowId: string): Uint8Array<ArrayBuffer>
  open(sealed: Uint8Array, rowId: string): string
}

/** AES-256-GCM. The row's id is authenticated with the text: a credential moved to another row does not open. */
export function createCredentialCipher(key: Buffer): CredentialCipher {
  checkLength(key, 'The key')
  return {
    seal(plain, rowId) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(rowId))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Uint8Array.from([VERSION, ...nonce, ...cipher.getAuthTag(), ...text])
    },

    open(sealed, rowId) {
      if (sealed.length < HEADER_BYTES) throw new SecretError('A stored credential is cut short: connect the account again')
      if (sealed[0] !== VERSION)
        throw new SecretError(`A stored credential is of version ${sealed[0]}, this Lotse knows ${VERSION}: upgrade Lotse`)
      const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
      const tag = sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(rowId)).setAuthTag(tag)
      try {
        return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]).toString('utf8')
      } catch (cause) {
        const message =
          'A stored credential does not open with this key: restore the key it was sealed with (LOTSE_SECRET_KEY), or connect the account again'
        throw new SecretError(message, { cause })
      }
    },
  }
}

/** Signs links (HMAC-SHA-256) with a key of their own, derived from the deployment's: neither tells anything of the other (RFC 5869). */
export function createLinkSigner(key: Buffer): { sign(text: string): string } {
  checkLength(key, 'The key')
  const derived = Buffer.from(hkdfSync('sha256', key, '', 'lotse booking link', KEY_BYTES))
  return { sign: (text) => createHmac('sha256', derived).update(text).digest('base64url') }
}

/** The key from the setting (base64) or else from the file, which is written where it is missing. */
export async function loadSecretKey({ key, keyFile }: { readonly key?: string; readonly keyFile: string }): Promise<Buffer> {
  if (key !== undefined) return decode(key, 'LOTSE_SECRET_KEY')
  const text = (await readIfThere(keyFile)) ?? (await createKeyFile(keyFile))
  return decode(text, `The key file ${keyFile}`)
}

/** SHA-256 in hex: what is stored of an API key. Keys are 256 random bits, so a fast hash is enough. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex')

/** e.g. `lotse_agent_` and 43 characters of base64url. Shown once, never stored. */
export const newApiKey = (role: string): string => `lotse_${role}_${randomBytes(KEY_BYTES).toString('base64url')}`

/** Written aside and then linked into place: the name appears with the whole key behind it, and the first of two processes wins. */
async function createKeyFile(keyFile: string): Promise<string> {
  await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 })
  const aside = `${keyFile}.${randomUUID()}`
  try {
    const file = await open(aside, 'wx', 0o600)
    try {
      await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`)
      await file.sync() // a key lost in a power cut would be credentials lost
    } finally {
      await file.close()
    }
    await link(aside, keyFile).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(aside, { force: true })
  }
  return readFile(keyFile, 'utf8')
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

/** Strict: Buffer.from would quietly drop what is not base64 and give another key. */
function decode(text: string, source: string): Buffer {
  const base64 = text.trim()
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw new SecretError(`${source} is not base64. ${REMEDY}`)
  const key = Buffer.from(base64, 'base64')
  checkLength(key, source)
  return key
}

function checkLength(key: Buffer, source: string): void {
  if (key.length !== KEY_BYTES) throw new SecretError(`${source} holds ${key.length} bytes instead of ${KEY_BYTES}. ${REMEDY}`)
}

const REMEDY =
  'It must be 32 bytes in base64, e.g. from `openssl rand -base64 32`. Restore the old one from your backup if there is one: what it sealed opens with no other'
