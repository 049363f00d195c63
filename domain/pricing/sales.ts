/** One line of an order, as last heard of it. A known one that is heard of again takes the place of what was known (`heardOf`). */
export interface Sale {
  /** Amazon's order and order item: the pair that counts once. */
  readonly id: string
  readonly sku: string
  /** When it was ordered: epoch milliseconds. */
  readonly at: number
  readonly units: number
  /** Of these units. */
  readonly cancelled: number
  /** Bought by a business (Amazon Business). */
  readonly business: boolean
}
