/** An amount in integer minor units of its currency (ISO 4217): 12.49 EUR is 1249, 1249 JPY is 1249. */
export interface Money {
  readonly minor: number
  readonly currency: string
}

const DECIMALS: Readonly<Record<string, number>> = { JPY: 0 }
/** Of the minor unit, ISO 4217. */
export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2

/** `12.49`, as programs write it. */
export const decimalText = ({ minor, currency }: Money): string => {
  const decimals = decimalsOf(currency)
  return (minor / 10 ** decimals).toFixed(decimals)
}

/** `12.49 EUR` */
export const moneyText = (money: Money): string => `${decimalText(money)} ${money.currency}`
