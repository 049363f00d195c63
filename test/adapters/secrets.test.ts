import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCredentialCipher, hashApiKey, loadSecretKey, newApiKey } from '../../adapters/secrets.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lotse-secrets-'))
})
afterAll(() => rm(folder, { recursive: true }))

const key = randomBytes(32)
const cipher = createCredentialCipher(key)

test('what was sealed for a row opens for that row', () => {
  const sealed = cipher.seal('Atzr|Größe', 'account-1')
  expect(sealed[0]).toBe(1)
  expect(Buffer.from(sealed).includes('Atzr')).toBe(false)
  expect(cipher.open(sealed, 'account-1')).toBe('Atzr|Größe')
  expect(cipher.open(cipher.seal('', 'account-1'), 'account-1')).toBe('')
})

test('the same credential never looks the same twice', () => {
  expect(cipher.seal('token', 'account-1')).not.toEqual(cipher.seal('token', 'account-1'))
})

test('a credential does not open in another row, with another key or after any change', () => {
  const sealed = cipher.seal('token', 'account-1')
  expect(() => cipher.open(sealed, 'account-2')).toThrow(/does not open with this key/)
  expect(() => createCredentialCipher(randomBytes(32)).open(sealed, 'account-1')).toThrow(/does not open/)
  for (let index = 1; index < sealed.length; index += 1) {
    const changed = sealed.with(index, sealed[index]! ^ 1)
    expect(() => cipher.open(changed, 'account-1')).toThrow(/does not open/)
  }
})

test('a credential of an unknown version or cut short is refused by name', () => {
  const sealed = cipher.seal('token', 'account-1')
  expect(() => cipher.open(sealed.with(0, 2), 'account-1')).toThrow(/is of version 2/)
  expect(() => cipher.open(sealed.subarray(0, 20), 'account-1')).toThrow(/cut short/)
})

test('the key file is made where it is missing, readable by its owner only, and used from then on', async () => {
  const keyFile = join(folder, 'new', 'secret.key')
  const made = await loadSecretKey({ keyFile })
  expect(made).toHaveLength(32)
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
  expect(await loadSecretKey({ keyFile })).toEqual(made)
})

test('processes that start at once agree on one key and leave nothing else behind', async () => {
  const keyFile = join(folder, 'race', 'secret.key')
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadSecretKey({ keyFile })))
  expect(new Set(keys.map((one) => one.toString('hex'))).size).toBe(1)
  expect(await readdir(join(folder, 'race'))).toEqual(['secret.key'])
})

test('the setting goes before the file', async () => {
  const keyFile = join(folder, 'unused.key')
  expect(await loadSecretKey({ key: key.toString('base64'), keyFile })).toEqual(key)
  await expect(readFile(keyFile)).rejects.toThrow(/ENOENT/)
})

test('a key of the wrong length or form is refused with what to do, and its file is left alone', async () => {
  const keyFile = join(folder, 'short.key')
  await writeFile(keyFile, 'c2hvcnQ=\n')
  await expect(loadSecretKey({ keyFile })).rejects.toThrow(/short\.key holds 5 bytes instead of 32\. .*openssl rand -base64 32/)
  await expect(loadSecretKey({ key: 'not base64!', keyFile })).rejects.toThrow(/LOTSE_SECRET_KEY is not base64/)
  expect(await readFile(keyFile, 'utf8')).toBe('c2hvcnQ=\n')
})

test('an API key carries its role and 256 random bits, and is stored as its SHA-256', () => {
  expect(newApiKey('agent')).toMatch(/^lotse_agent_[\w-]{43}$/)
  expect(newApiKey('agent')).not.toBe(newApiKey('agent'))
  expect(hashApiKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
