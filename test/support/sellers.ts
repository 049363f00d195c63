import { randomUUID } from 'node:crypto'

/** A valid body of `POST /v1/customers`: a Portuguese seller with the Repricer. */
export const seller = (fields: Record<string, unknown> = {}) => ({
  company: 'Azulejo Lda',
  contact: { name: 'Inês Duarte', email: `${randomUUID()}@seller.example`, phone: '+351912345678' },
  languages: ['pt'],
  country: 'PT',
  products: ['repricer'],
  ...fields,
})
