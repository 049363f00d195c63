import { createHmac } from 'node:crypto'

/** Addresses of documents that anybody may open who has them, for a while. */
export function createLinks(seed: string, now: () => number) {
  const sign = (documentId: string, expires: string): string =>
    createHmac('sha256', `${seed}|document`).update(`${documentId}|${expires}`).digest('hex')
  return {
    path(documentId: string, holdsMs: number): string {
      const expires = String(Math.floor(now() + holdsMs))
      return `/amazon/documents/${documentId}?expires=${expires}&signature=${sign(documentId, expires)}`
    },
    check(documentId: string, expires: string, signature: string): 'holds' | 'expired' | 'forged' {
      if (signature !== sign(documentId, expires)) return 'forged'
      return Number(expires) > now() ? 'holds' : 'expired'
    },
  }
}

export type Links = ReturnType<typeof createLinks>
