import type { Telephone } from '../../api/routes/dialling.ts'

/** The agent's own telephone opens the link (RFC 3966): nothing to set up, and nothing that can be away. */
export const linkTelephone: Telephone = {
  dial: async ({ number }) => ({ kind: 'link', href: `tel:${number}` }),
}
