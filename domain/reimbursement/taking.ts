/** Units of one row that nothing has taken. */
export interface Left<Row> {
  readonly row: Row
  units: number
}

export const left = <Row>(row: Row, units: number): Left<Row> => ({ row, units: Math.max(units, 0) })

export interface Taken<Row> {
  readonly units: number
  /** Those of which units were taken. */
  readonly rows: readonly Row[]
}

/** Up to so many units, row after row. */
export function take<Row>(some: readonly Left<Row>[], wanted: number): Taken<Row> {
  const rows: Row[] = []
  let units = 0
  for (const each of some) {
    const taken = Math.min(each.units, wanted - units)
    if (taken <= 0) continue
    each.units -= taken
    units += taken
    rows.push(each.row)
  }
  return { units, rows }
}
