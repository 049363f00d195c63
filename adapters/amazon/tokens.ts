import type { Lwa } from './lwa.ts'

/** A request may wait for its turn with a token in its hand. */
const EARLY_MS = 120_000

export interface TokenDeps {
  readonly lwa: Pick<Lwa, 'refresh'>
  /** Epoch milliseconds */
  readonly now: () => number
}

/** Access tokens of accounts, in memory alone. Who asks while one is being fetched gets that one. */
export function createTokens({ lwa, now }: TokenDeps) {
  const known = new Map<string, { readonly token: string; readonly expiresAt: number }>()
  const coming = new Map<string, Promise<string>>()

  async function fetch(accountId: string, refreshToken: () => Promise<string>): Promise<string> {
    const askedAt = now()
    const { token, lastsMs } = await lwa.refresh(await refreshToken())
    known.set(accountId, { token, expiresAt: askedAt + lastsMs })
    return token
  }

  return {
    async access(accountId: string, refreshToken: () => Promise<string>): Promise<string> {
      const held = known.get(accountId)
      if (held && now() < held.expiresAt - EARLY_MS) return held.token
      const running = coming.get(accountId)
      if (running) return running
      const started = fetch(accountId, refreshToken).finally(() => coming.delete(accountId))
      coming.set(accountId, started)
      return started
    },

    /** Amazon refused it. A newer one, fetched meanwhile, stays. */
    forget(accountId: string, token: string): void {
      if (known.get(accountId)?.token === token) known.delete(accountId)
    },
  }
}
