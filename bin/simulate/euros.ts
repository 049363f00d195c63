import { decimalText } from '../../domain/money.ts'

/** Drawn markets pay in euros. */
export const euros = (minor: number): string => decimalText({ minor, currency: 'EUR' })
