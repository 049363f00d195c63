/**
 * Report files as sellers really have them, with the rows that were written into them. Written without a look at the reader,
 * from Amazon's documented columns and from quirks of real exports alone, so that the two cannot share a mistake.
 */

export type Random = () => number
export type Cells = Readonly<Record<string, string>>
export type Encoding = 'utf8' | 'utf8-bom' | 'latin1' | 'cp1252' | 'shift-jis' | 'utf16le'
export type Quotes = 'all' | 'none' | 'needed'
export type DateStyle = keyof typeof dateStyles
export type AmountStyle = keyof typeof amountStyles
export type Repertoire = keyof typeof repertoires
export type ReportName = keyof typeof reports

/** One record as it stands in the file, and what a reader owes for it: the row, or the code of a bad row. */
export interface Written {
  readonly cells: Cells
  readonly row?: object
  readonly bad?: string
}

export type Line = Written | 'blank' | 'header' | { readonly raw: string; readonly bad?: string }
/** `until` is the last line of the record, where a cell has line feeds in it. */
export type Truth = { readonly line: number; readonly until?: number } & ({ readonly row: object | undefined } | { readonly bad: string })

/** How values are spelled in the file. */
export interface Dialect {
  readonly date: DateStyle
  readonly amount: AmountStyle
  readonly repertoire: Repertoire
  readonly quotes: Quotes
  readonly nothing: '' | '--'
  readonly spanish: boolean
}

/** How a table is laid out in the file. */
export interface Layout {
  readonly columns: readonly string[]
  readonly spell: (column: string) => string
  readonly delimiter: string
  readonly quotes: Quotes
  readonly eol: string
  readonly encoding: Encoding
  readonly pad: (cell: string) => string
  readonly endsWithEol: boolean
}

export interface OddFile {
  readonly name: string
  readonly bytes: Buffer
  readonly report: string
  readonly truth: readonly Truth[]
  readonly traits: readonly string[]
  /** Codes of warnings that must be there; others must not. */
  readonly warnings: readonly string[]
}

export const seeded = (seed: number): Random => {
  let state = seed * 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const upTo = (random: Random, below: number) => Math.floor(random() * below)
export const pick = <T>(random: Random, from: readonly T[]): T => from[upTo(random, from.length)] as T
const chance = (random: Random, share: number) => random() < share
const digits = (random: Random, count: number) => Array.from({ length: count }, () => upTo(random, 10)).join('')
const shuffled = <T>(random: Random, list: readonly T[]): T[] =>
  list
    .map((value) => ({ value, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value)

// --- spelling of values ---------------------------------------------------------------------------------------------

const parts = (iso: string) => iso.split('-') as [string, string, string]
const bare = (text: string) => String(Number(text))
const onParts = (write: (year: string, month: string, day: string) => string) => (iso: string) => write(...parts(iso))

export const dateStyles = {
  iso: (iso: string) => iso,
  offset: (iso: string) => `${iso}T23:30:00-07:00`,
  utc: (iso: string) => `${iso}T00:10:00+00:00`,
  zulu: (iso: string) => `${iso}T23:59:59Z`,
  spaced: (iso: string) => `${iso} 23:10:05 UTC`,
  zone: (iso: string) => `${iso} PDT`,
  american: onParts((year, month, day) => `${month}/${day}/${year}`),
  bareAmerican: onParts((year, month, day) => `${bare(month)}/${bare(day)}/${year}`),
  dayFirst: onParts((year, month, day) => `${day}/${month}/${year}`),
  dotted: onParts((year, month, day) => `${day}.${month}.${year}`),
  dottedTime: onParts((year, month, day) => `${day}.${month}.${year} 23:10:05 UTC`),
}

const decimalsOf = (currency: string) => (currency === 'JPY' ? 0 : 2)

const money = (thousands: string, point: string) => (minor: number, currency: string) => {
  const decimals = decimalsOf(currency)
  const all = String(Math.abs(minor)).padStart(decimals + 1, '0')
  const whole = all.slice(0, all.length - decimals).replace(/\B(?=(\d{3})+$)/g, thousands)
  return `${minor < 0 ? '-' : ''}${whole}${decimals === 0 ? '' : point + all.slice(-decimals)}`
}

export const amountStyles = {
  plain: money('', '.'),
  comma: money('', ','),
  english: money(',', '.'),
  /** No yen with a point for thousands: nobody could tell 1.234 from a decimal point. */
  german: (minor: number, currency: string) => money(decimalsOf(currency) === 0 ? '' : '.', ',')(minor, currency),
}

interface Words {
  readonly skus: readonly string[]
  readonly titles: readonly string[]
}

/** The first of each western list has a small accented letter before a blank: no Shift-JIS text could hold those bytes. */
const repertoires = {
  ascii: {
    skus: ['SKU-1001', 'AB_CD.77', 'X1/RED/L', 'Amazon.Found.B07ABCDEF1', '5"-BOLT', "O'NEIL-2"],
    titles: ['Garden hose 20 m', 'Bolt M8; set of 10', 'Bag, black, large', 'Tea & honey'],
  },
  latin1: {
    skus: ['café 250-ß', 'KÄSE-GROß', 'CAFÉ 250', 'NIÑO-01', 'Ø20 x 5', 'SCHLÜSSEL_½'],
    titles: ['Café à la carte, 250 g', 'Küchenmesser Größe 5', 'Cojín para niños', 'Brûlée £5 (20°)', 'Blåbær ® 1½ l'],
  },
  cp1252: {
    skus: ['café – 5€', 'PREIS-5€', 'L’ÉTÉ-24', 'CAFÉ – 2', 'KÄSE-GROß'],
    titles: ['Café “luxe” à 5 € – neuf', 'Œuvre d’été', '„Größe“ 5 €', 'Kids’ bag ™'],
  },
  japanese: {
    skus: ['靴下-黒-24', 'ソニー表示-1', 'SKU-1001', 'ｶﾀｶﾅ-7', 'ポーチ_能'],
    titles: ['ソニー 表示 ポーチ', '靴下 黒 24センチ、3足セット', 'お茶（静岡産）100g', '十 貼る カイロ ﾐﾆ'],
  },
  unicode: {
    skus: ['KÄSE-GROß', '靴下-黒-24', 'ŻÓŁW-1', 'PREIS-5€', 'ÇANTA', '👜-1'],
    titles: ['Żółty kubek', 'Café à la carte', '靴下 3足', 'Tas – zwart “L”', 'Bag 👜 large', 'שקית'],
  },
  lost: {
    skus: ['K\uFFFDSE-1', 'SKU-1001', 'CAF\uFFFD 250'],
    titles: ['K\uFFFDchenmesser Gr\uFFFD\uFFFDe 5', 'Plain title'],
  },
} satisfies Record<string, Words>

/** Unbalanced on purpose: where nothing is quoted, a quotation mark is a letter like any other. */
const rawMarks = ['Pipe 5" long', '"Best" gift ever', '"Premium bag', 'TV 55" (140 cm)', 'so called "hose"', '12" x 8"', '"']
const quotedOnly = ['Bag, black; "large"', 'first line\nsecond line', '"', 'a\tb', '"quoted"', ',', 'ends with "x"', 'one\n\nthree']

const titleOf = (random: Random, { quotes, repertoire }: Dialect, delimiter: string) => {
  const plain = pick(random, repertoires[repertoire].titles)
  if (quotes === 'none') return (chance(random, 0.3) ? pick(random, rawMarks) : plain).replaceAll(delimiter, ' ')
  return chance(random, 0.3) ? pick(random, quotedOnly) : plain
}

// --- reports --------------------------------------------------------------------------------------------------------

interface Pen {
  readonly random: Random
  readonly dialect: Dialect
  readonly iso: string
  readonly sku: string
  readonly title: string
  readonly index: number
}

type Writer = (pen: Pen) => Written

const events = ['Shipments', 'WhseTransfers', 'Receipts', 'Adjustments', 'CustomerReturns', 'VendorReturns'] as const
const dispositions = ['SELLABLE', 'DEFECTIVE', 'CUSTOMER_DAMAGED', 'DISTRIBUTOR_DAMAGED', 'WAREHOUSE_DAMAGED', 'CARRIER_DAMAGED', 'EXPIRED']
const centres = ['ABE8', 'LEJ1', 'NRT5', 'BCN1', 'XUSD']
const currencies = ['USD', 'EUR', 'GBP', 'CAD', 'SEK', 'PLN', 'JPY']

const fnskuOf = (random: Random) => `X00${digits(random, 7)}`
const asinOf = (random: Random) => `B0${digits(random, 8)}`
const orderOf = (random: Random) => `${digits(random, 3)}-${digits(random, 7)}-${digits(random, 7)}`
const orNothing = (text: string | number | undefined, { nothing }: Dialect) => (text === undefined || text === '' ? nothing : String(text))
const dated = ({ dialect, iso }: Pen) => dateStyles[dialect.date](iso)
/** A day that cannot be a month. */
const isTelling = (iso: string) => Number(parts(iso)[2]) > 12
const signed = (random: Random) => (chance(random, 0.5) ? -1 : 1) * (1 + upTo(random, 40))
const countOrNone = (random: Random) => (chance(random, 0.5) ? upTo(random, 5) : undefined)

const ledger: Writer = (pen) => {
  const { random, dialect, iso } = pen
  const event = dialect.spanish ? 'Shipments' : pick(random, events)
  const written = pick(random, dialect.spanish ? ['ES', 'FR', ''] : ['US', 'UK', 'DE', 'GB', ''])
  const row = {
    date: iso,
    fnsku: fnskuOf(random),
    asin: asinOf(random),
    sku: pen.sku,
    event,
    reference: event === 'Shipments' ? '' : event === 'Receipts' ? `FBA15${digits(random, 7)}` : digits(random, 11),
    quantity: signed(random),
    centre: pick(random, centres),
    disposition: dialect.spanish ? 'SELLABLE' : pick(random, dispositions),
    reason: event === 'Adjustments' ? pick(random, ['M', '5', 'F', 'N', 'E', 'Q', 'P', 'O']) : '',
    country: written === 'UK' ? 'GB' : written,
    reconciled: countOrNone(random),
    unreconciled: countOrNone(random),
  }
  const cells = {
    Date: dated(pen),
    FNSKU: row.fnsku,
    ASIN: row.asin,
    MSKU: row.sku,
    Title: pen.title,
    'Event Type': dialect.spanish ? 'Envíos' : row.event,
    'Reference ID': orNothing(row.reference, dialect),
    Quantity: String(row.quantity),
    'Fulfillment Center': row.centre,
    Disposition: dialect.spanish ? 'VENDIBLE' : row.disposition,
    Reason: chance(random, 0.2) ? row.reason.toLowerCase() : row.reason,
    Country: written,
    'Reconciled Quantity': orNothing(row.reconciled, dialect),
    'Unreconciled Quantity': orNothing(row.unreconciled, dialect),
    'Date and Time': `${iso}T12:00:00+0000`,
    Store: '',
  }
  return { row, cells }
}

const adjustments: Writer = (pen) => {
  const { random, iso } = pen
  const row = {
    date: iso,
    fnsku: fnskuOf(random),
    asin: '',
    sku: pen.sku,
    event: 'Adjustments',
    reference: digits(random, 14),
    quantity: signed(random),
    centre: pick(random, centres),
    disposition: pick(random, dispositions),
    reason: pick(random, ['M', '5', 'F', 'N', 'E', 'Q', 'P', 'O']),
    country: '',
    reconciled: undefined,
    unreconciled: undefined,
  }
  const cells = {
    'adjusted-date': dated(pen),
    'transaction-item-id': row.reference,
    fnsku: row.fnsku,
    sku: row.sku,
    'product-name': pen.title,
    'fulfillment-center-id': row.centre,
    quantity: String(row.quantity),
    reason: row.reason,
    disposition: row.disposition,
  }
  return { row, cells }
}

const reimbursements: Writer = (pen) => {
  const { random, dialect, iso } = pen
  const currency = pick(random, currencies)
  const per = chance(random, 0.2) ? 0 : (chance(random, 0.2) ? -1 : 1) * upTo(random, 250_000)
  const cash = 1 + upTo(random, 3)
  const reversed = chance(random, 0.2)
  const row = {
    date: iso,
    reimbursementId: digits(random, 10),
    caseId: chance(random, 0.5) ? digits(random, 11) : '',
    orderId: chance(random, 0.5) ? orderOf(random) : '',
    reason: pick(random, ['Lost_Warehouse', 'Damaged_Warehouse', 'CustomerReturn', 'Reimbursement_Reversal', 'Fee_Correction']),
    sku: pen.sku,
    fnsku: fnskuOf(random),
    asin: asinOf(random),
    currency,
    total: per * cash,
    cash,
    inventory: upTo(random, 3),
    originalId: reversed ? digits(random, 10) : '',
    originalType: reversed ? 'Lost_Warehouse' : '',
  }
  const cells = {
    'approval-date': dated(pen),
    'reimbursement-id': row.reimbursementId,
    'case-id': orNothing(row.caseId, dialect),
    'amazon-order-id': orNothing(row.orderId, dialect),
    reason: row.reason,
    sku: row.sku,
    fnsku: row.fnsku,
    asin: row.asin,
    'product-name': pen.title,
    condition: 'NewItem',
    'currency-unit': currency,
    'amount-per-unit': amountStyles[dialect.amount](per, currency),
    'amount-total': amountStyles[dialect.amount](row.total, currency),
    'quantity-reimbursed-cash': String(cash),
    'quantity-reimbursed-inventory': String(row.inventory),
    'quantity-reimbursed-total': String(cash + row.inventory),
    'original-reimbursement-id': orNothing(row.originalId, dialect),
    'original-reimbursement-type': orNothing(row.originalType, dialect),
  }
  return { row, cells }
}

const returns: Writer = (pen) => {
  const { random, dialect, iso } = pen
  const row = {
    date: iso,
    orderId: orderOf(random),
    sku: pen.sku,
    asin: asinOf(random),
    fnsku: fnskuOf(random),
    quantity: 1 + upTo(random, 3),
    centre: pick(random, centres),
    disposition: dialect.spanish ? 'SELLABLE' : pick(random, dispositions),
    reason: pick(random, ['UNWANTED_ITEM', 'DEFECTIVE', 'NOT_AS_DESCRIBED']),
    status: pick(random, ['Unit returned to inventory', 'Reimbursed', '']),
    licensePlate: chance(random, 0.7) ? `LPN${digits(random, 9)}` : '',
  }
  const cells = {
    'return-date': dated(pen),
    'order-id': row.orderId,
    sku: row.sku,
    asin: row.asin,
    fnsku: row.fnsku,
    'product-name': pen.title,
    quantity: String(row.quantity),
    'fulfillment-center-id': row.centre,
    'detailed-disposition': dialect.spanish ? 'VENDIBLE' : row.disposition,
    reason: row.reason,
    status: row.status,
    'license-plate-number': orNothing(row.licensePlate, dialect),
    'customer-comments': chance(random, 0.3) ? pen.title : '',
  }
  return { row, cells }
}

const removals: Writer = (pen) => {
  const { random, dialect, iso } = pen
  const [cancelled, disposed, shipped, inProcess] = [upTo(random, 3), upTo(random, 3), upTo(random, 9), upTo(random, 2)]
  const row = {
    date: iso,
    orderId: digits(random, 10),
    orderSource: pick(random, ['Seller-initiated Manual Removal', 'Seller-initiated Automatic Removal']),
    orderType: pick(random, ['Return', 'Disposal']),
    status: pick(random, ['Completed', 'Pending', 'Cancelled']),
    updated: chance(random, 0.8) ? iso : undefined,
    sku: pen.sku,
    fnsku: fnskuOf(random),
    disposition: pick(random, ['Sellable', 'Unsellable']),
    requested: cancelled + disposed + shipped + inProcess,
    cancelled,
    disposed,
    shipped,
    inProcess,
  }
  const cells = {
    'request-date': dated(pen),
    'order-id': row.orderId,
    'order-source': row.orderSource,
    'order-type': row.orderType,
    'service-speed': 'Standard',
    'order-status': row.status,
    'last-updated-date': row.updated === undefined ? dialect.nothing : dated(pen),
    sku: row.sku,
    fnsku: row.fnsku,
    disposition: row.disposition,
    'requested-quantity': String(row.requested),
    'cancelled-quantity': String(cancelled),
    'disposed-quantity': String(disposed),
    'shipped-quantity': String(shipped),
    'in-process-quantity': String(inProcess),
    'removal-fee': amountStyles[dialect.amount](upTo(random, 500), 'USD'),
    currency: 'USD',
  }
  return { row, cells }
}

const settlementColumns = [
  'settlement-id',
  'settlement-start-date',
  'settlement-end-date',
  'deposit-date',
  'total-amount',
  'currency',
  'transaction-type',
  'order-id',
  'merchant-order-id',
  'adjustment-id',
  'shipment-id',
  'marketplace-name',
  'amount-type',
  'amount-description',
  'amount',
  'fulfillment-id',
  'posted-date',
  'posted-date-time',
  'order-item-code',
  'merchant-order-item-id',
  'merchant-adjustment-item-id',
  'sku',
  'quantity-purchased',
  'promotion-id',
]

const emptyOf = (columns: readonly string[]): Cells => Object.fromEntries(columns.map((column) => [column, '']))

/** Amazon names the currency in the row of the total and leaves it empty below. */
export const settlementTotal = (id: string, currency: string, total: string, date: string): Written => ({
  cells: {
    ...emptyOf(settlementColumns),
    'settlement-id': id,
    'settlement-start-date': date,
    'settlement-end-date': date,
    'deposit-date': date,
    'total-amount': total,
    currency,
  },
})

const settlement: Writer = (pen) => {
  const { random, dialect, iso } = pen
  if (pen.index === 0) return settlementTotal('11223344551', 'EUR', amountStyles[dialect.amount](123_456, 'EUR'), dated(pen))
  const order = chance(random, 0.7)
  const row = {
    settlementId: '11223344551',
    currency: 'EUR',
    transactionType: order ? pick(random, ['Order', 'Refund']) : 'other-transaction',
    orderId: order ? orderOf(random) : '',
    shipmentId: order ? `D${digits(random, 8)}` : '',
    adjustmentId: chance(random, 0.2) ? `A${digits(random, 6)}` : '',
    marketplace: order ? 'Amazon.de' : '',
    fulfilment: order ? 'AFN' : '',
    amountType: order ? 'ItemPrice' : 'FBA Inventory Reimbursement',
    amountDescription: order ? pick(random, ['Principal', 'Tax']) : pick(random, ['WAREHOUSE_LOST', 'REVERSAL_REIMBURSEMENT']),
    amount: (chance(random, 0.5) ? -1 : 1) * upTo(random, chance(random, 0.3) ? 900_000 : 900),
    posted: isTelling(iso) || chance(random, 0.9) ? iso : undefined,
    sku: pen.sku,
    quantity: order ? 1 + upTo(random, 3) : undefined,
  }
  const cells = {
    ...emptyOf(settlementColumns),
    'settlement-id': row.settlementId,
    'transaction-type': row.transactionType,
    'order-id': row.orderId,
    'shipment-id': row.shipmentId,
    'adjustment-id': row.adjustmentId,
    'marketplace-name': row.marketplace,
    'amount-type': row.amountType,
    'amount-description': row.amountDescription,
    amount: amountStyles[dialect.amount](row.amount, 'EUR'),
    'fulfillment-id': row.fulfilment,
    'posted-date': row.posted === undefined ? '' : dated(pen),
    'posted-date-time': row.posted === undefined ? '' : dated(pen),
    sku: row.sku,
    'quantity-purchased': row.quantity === undefined ? '' : String(row.quantity),
    'promotion-id': order && dialect.quotes !== 'none' ? pen.title : '',
  }
  return { row, cells }
}

const columnsOf = (writer: Writer): readonly string[] => {
  const dialect: Dialect = { date: 'iso', amount: 'plain', repertoire: 'ascii', quotes: 'none', nothing: '', spanish: false }
  return Object.keys(writer({ random: seeded(1), dialect, iso: '2026-01-01', sku: 's', title: 't', index: 0 }).cells)
}

const reportOf = (type: string, write: Writer, faults: readonly (readonly [column: string, text: string, bad: string])[]) => ({
  type,
  write,
  faults,
  columns: columnsOf(write),
})

/** Faults are cells that nobody could read, each with the code it must be told by. */
export const reports = {
  ledger: reportOf('GET_LEDGER_DETAIL_VIEW_DATA', ledger, [
    ['Quantity', 'abc', 'bad_number'],
    ['Quantity', '1,5', 'bad_number'],
    ['Quantity', '', 'bad_number'],
    ['Date', 'yesterday', 'bad_date'],
    ['Date', '2026-02-30', 'bad_date'],
  ]),
  adjustments: reportOf('GET_FBA_FULFILLMENT_INVENTORY_ADJUSTMENTS_DATA', adjustments, [
    ['quantity', '1.5', 'bad_number'],
    ['adjusted-date', '', 'bad_date'],
  ]),
  reimbursements: reportOf('GET_FBA_REIMBURSEMENTS_DATA', reimbursements, [
    ['amount-total', '0.125', 'bad_amount'],
    ['amount-total', 'free', 'bad_amount'],
    ['currency-unit', 'EURO', 'bad_currency'],
    ['quantity-reimbursed-cash', 'one', 'bad_number'],
    ['approval-date', '2026-13-01', 'bad_date'],
  ]),
  returns: reportOf('GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA', returns, [
    ['quantity', '1,5', 'bad_number'],
    ['return-date', '32.01.2026', 'bad_date'],
  ]),
  removals: reportOf('GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA', removals, [
    ['requested-quantity', 'two', 'bad_number'],
    ['request-date', 'n/a', 'bad_date'],
  ]),
  settlement: reportOf('GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2', settlement, [
    ['amount', '0,125', 'bad_amount'],
    ['amount', '1.2.3', 'bad_amount'],
    ['quantity-purchased', '1,5', 'bad_number'],
    ['posted-date', 'soon', 'bad_date'],
  ]),
}

// --- spelling of headers --------------------------------------------------------------------------------------------

const spanishLedger: Record<string, string> = {
  Date: 'Fecha',
  FNSKU: 'FNSKU',
  ASIN: 'ASIN',
  MSKU: 'MSKU',
  Title: 'Título',
  'Event Type': 'Tipo de evento',
  'Reference ID': 'ID de referencia',
  Quantity: 'Cantidad',
  'Fulfillment Center': 'Centro logístico',
  Disposition: 'Estado',
  Reason: 'Motivo',
  Country: 'País',
  'Reconciled Quantity': 'Cantidad conciliada',
  'Unreconciled Quantity': 'Cantidad sin conciliar',
  'Date and Time': 'Fecha y hora',
}

const spanishReturns: Record<string, string> = {
  'return-date': 'fecha-de-devolucion',
  'order-id': 'identificador-del-pedido',
  sku: 'sku',
  asin: 'asin',
  fnsku: 'fnsku',
  'product-name': 'nombre-del-producto',
  quantity: 'cantidad',
  'fulfillment-center-id': 'identificador-del-centro-logistico',
  'detailed-disposition': 'disposicion-detallada',
  reason: 'motivo',
  status: 'estado',
  'license-plate-number': 'numero-de-matricula',
  'customer-comments': 'comentarios-del-cliente',
}

const wordsOf = (column: string) => column.split(/[ -]/)
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

export const spellings = {
  asIs: (column: string) => column,
  spaced: (column: string) => wordsOf(column).map(capital).join(' '),
  dashed: (column: string) => wordsOf(column).join('-').toLowerCase(),
  joined: (column: string) => wordsOf(column).map(capital).join(''),
  british: (column: string) => column.replace(/fulfillment/i, (word) => word.replace(/ll/, 'l')),
  padded: (column: string) => `  ${column} `,
}

export const spanish = (report: ReportName) => (column: string) =>
  (report === 'returns' ? spanishReturns[column] : spanishLedger[column]) ?? column
export const hasSpanish = (report: ReportName) => report === 'ledger' || report === 'returns'
const accentsLost = (text: string) => text.replace(/[^\x20-\x7e]/g, '\uFFFD')

// --- writing --------------------------------------------------------------------------------------------------------

const cp1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const singleByte = (high: string) => (text: string) =>
  Buffer.from(
    Array.from(text, (character) => {
      const code = character.codePointAt(0) as number
      if (code < 0x80 || (code > 0x9f && code < 0x100)) return code
      const at = high.indexOf(character)
      if (at < 0) throw new Error(`${character} is not in this code page`)
      return 0x80 + at
    }),
  )

/** Node decodes Shift-JIS but does not encode it: the table is its decoder, turned round. */
const shiftJisTable = () => {
  const decoder = new TextDecoder('shift_jis')
  const table = new Map<string, number[]>()
  const add = (bytes: number[]) => {
    const text = decoder.decode(Uint8Array.from(bytes))
    if ([...text].length === 1 && text !== '\uFFFD' && !table.has(text)) table.set(text, bytes)
  }
  for (let byte = 0; byte < 0x80; byte++) table.set(String.fromCharCode(byte), [byte])
  for (let byte = 0xa1; byte <= 0xdf; byte++) add([byte])
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (lead > 0x9f && lead < 0xe0) continue
    for (let trail = 0x40; trail <= 0xfc; trail++) add([lead, trail])
  }
  return table
}

let table: Map<string, number[]> | undefined
const shiftJis = (text: string) => {
  table ??= shiftJisTable()
  const known = table
  return Buffer.from(
    Array.from(text, (character) => {
      const bytes = known.get(character)
      if (!bytes) throw new Error(`${character} is not in Shift-JIS`)
      return bytes
    }).flat(),
  )
}

export const encoders: Record<Encoding, (text: string) => Buffer> = {
  utf8: (text) => Buffer.from(text),
  'utf8-bom': (text) => Buffer.from(`\uFEFF${text}`),
  latin1: singleByte(''),
  cp1252: singleByte(cp1252),
  'shift-jis': shiftJis,
  utf16le: (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

const cellText = (cell: string, { quotes, delimiter, pad }: Layout) => {
  const padded = pad(cell)
  if (quotes === 'none') return padded
  if (quotes === 'all') return quoted(padded)
  return padded.includes(delimiter) || /["\r\n]/.test(padded) ? quoted(padded) : padded
}

const headerText = (layout: Layout) => layout.columns.map((column) => cellText(layout.spell(column), layout)).join(layout.delimiter)

const lineText = (line: Line, layout: Layout) => {
  if (line === 'blank') return ''
  if (line === 'header') return headerText(layout)
  if ('raw' in line) return line.raw
  return layout.columns.map((column) => cellText(line.cells[column] ?? 'new', layout)).join(layout.delimiter)
}

const owedFor = (line: Line, at: { line: number; until: number }): Truth[] => {
  if (line === 'blank') return []
  if (line === 'header') return [{ ...at, bad: 'header_again' }]
  if (line.bad !== undefined) return [{ ...at, bad: line.bad }]
  return 'raw' in line ? [] : [{ ...at, row: line.row }]
}

const feeds = (text: string) => text.split('\n').length - 1

/** The bytes of the file and what is owed for each record, told by the line it starts on. */
export function compose(layout: Layout, lines: readonly Line[]): { bytes: Buffer; truth: Truth[]; text: string } {
  const texts = [headerText(layout)]
  const truth: Truth[] = []
  let at = 2
  for (const line of lines) {
    const text = lineText(line, layout)
    const until = at + feeds(text)
    truth.push(...owedFor(line, { line: at, until }))
    texts.push(text)
    at = until + 1
  }
  const text = texts.join(layout.eol) + (layout.endsWithEol ? layout.eol : '')
  return { bytes: encoders[layout.encoding](text), truth, text }
}

export const dialectOf = (changes: Partial<Dialect> = {}): Dialect => ({
  date: 'iso',
  amount: 'plain',
  repertoire: 'ascii',
  quotes: 'none',
  nothing: '',
  spanish: false,
  ...changes,
})

export const layoutOf = (report: ReportName, changes: Partial<Layout> = {}): Layout => ({
  columns: reports[report].columns,
  spell: spellings.asIs,
  delimiter: '\t',
  quotes: 'none',
  eol: '\n',
  encoding: 'utf8',
  pad: (cell) => cell,
  endsWithEol: true,
  ...changes,
})

const dayOf = (random: Random, from: number, below: number) =>
  `2026-0${1 + upTo(random, 9)}-${String(from + upTo(random, below - from)).padStart(2, '0')}`

/** At least one day after the twelfth, somewhere, so that the order of day and month can be known. */
export function records(report: ReportName, count: number, random: Random, dialect: Dialect, delimiter = '\t'): Written[] {
  const telling = count > 1 ? 1 + upTo(random, count - 1) : 0
  const words: Words = repertoires[dialect.repertoire]
  return Array.from({ length: count }, (_, index) => {
    const iso = index === telling ? dayOf(random, 13, 29) : dayOf(random, 1, 29)
    const title = index < 2 ? words.titles[0]!.replaceAll(delimiter, ' ') : titleOf(random, dialect, delimiter)
    const sku = index === 1 ? words.skus[0]! : pick(random, words.skus)
    return reports[report].write({ random, dialect, iso, sku, title, index })
  })
}

export const dayTwelveOrLess = (report: ReportName, count: number, random: Random, dialect: Dialect): Written[] =>
  Array.from({ length: count }, (_, index) =>
    reports[report].write({ random, dialect, iso: dayOf(random, 2, 9), sku: `SKU-${index}`, title: 'Bag', index: index + 1 }),
  )

/** The same record with other cells; what a reader owes for it is said anew. */
export const changed = (written: Written, cells: Cells, owed: { row?: object; bad?: string } = {}): Written => ({
  cells: { ...written.cells, ...cells },
  ...(owed.bad === undefined ? { row: { ...written.row, ...owed.row } } : { bad: owed.bad }),
})

// --- all at once ----------------------------------------------------------------------------------------------------

const repertoireFor: Record<Encoding, readonly Repertoire[]> = {
  utf8: ['ascii', 'latin1', 'cp1252', 'japanese', 'unicode', 'lost'],
  'utf8-bom': ['ascii', 'unicode', 'lost'],
  latin1: ['latin1'],
  cp1252: ['cp1252'],
  'shift-jis': ['japanese'],
  utf16le: ['ascii', 'unicode'],
}

const encodingsFor = (isSpanish: boolean): readonly Encoding[] =>
  isSpanish ? ['utf8', 'utf8-bom', 'latin1', 'cp1252', 'utf16le'] : ['utf8', 'utf8-bom', 'latin1', 'cp1252', 'shift-jis', 'utf16le']

const anyQuotes = (random: Random, delimiter: string): Quotes =>
  delimiter === '\t' ? pick(random, ['all', 'none']) : pick(random, ['all', 'needed'])

const anyColumns = (random: Random, report: ReportName, isSpanish: boolean) => {
  const all = reports[report].columns.filter((column) => !isSpanish || column !== 'Store')
  const kept =
    report === 'ledger' && chance(random, 0.3)
      ? all.slice(
          0,
          -pick(
            random,
            [2, 3, 4].map((count) => (isSpanish ? count - 1 : count)),
          ),
        )
      : all
  const moved = chance(random, 0.3) ? shuffled(random, kept) : kept
  return chance(random, 0.2) ? [...moved, 'brand-new-column'] : moved
}

const anySpelling = (random: Random, report: ReportName, isSpanish: boolean, lost: boolean) => {
  const base = isSpanish ? spanish(report) : pick(random, Object.values(spellings))
  return lost ? (column: string) => accentsLost(base(column)) : base
}

const anyPad = (random: Random) =>
  chance(random, 0.2) ? (cell: string) => (cell.length % 2 ? ` ${cell}  ` : cell) : (cell: string) => cell

/** A column that is not in the file cannot come out of it. */
const inColumns = (written: Written, columns: readonly string[]): Written => {
  const gone = Object.entries({ 'Reconciled Quantity': 'reconciled', 'Unreconciled Quantity': 'unreconciled' })
    .filter(([column]) => column in written.cells && !columns.includes(column))
    .map(([, key]) => [key, undefined])
  return written.row === undefined ? written : { ...written, row: { ...written.row, ...Object.fromEntries(gone) } }
}

/** Leaves alone the days that tell the order of day and month. */
const faulty = (random: Random, report: ReportName, written: Written): Written => {
  if (Object.entries(written.row ?? {}).some(([key, value]) => (key === 'date' || key === 'posted') && value && isTelling(String(value))))
    return written
  const [column, text, bad] = pick(random, reports[report].faults)
  return { cells: { ...written.cells, [column]: text }, bad }
}

const cutShort = (layout: Layout, last: Written, random: Random): Line => {
  const cells = layout.columns.map((column) => cellText(last.cells[column] ?? 'new', layout))
  const left = cells.slice(0, 1 + upTo(random, cells.length - 2))
  const kept = /[^"\s]/.test(left.join('')) ? left : cells.slice(0, -1)
  return { raw: kept.join(layout.delimiter), bad: 'bad_columns' }
}

const disturbed = (random: Random, report: ReportName, layout: Layout, written: readonly Written[]): Line[] =>
  written.flatMap((record): Line[] => {
    const roll = random()
    if (record.row === undefined) return [record]
    const fitting = inColumns(record, layout.columns)
    if (roll < 0.04) return [fitting, fitting]
    if (roll < 0.07) return ['blank', fitting]
    if (roll < 0.09) return ['header', fitting]
    return [roll < 0.12 ? faulty(random, report, fitting) : fitting]
  })

const datesFor = (isSpanish: boolean): readonly DateStyle[] =>
  isSpanish ? ['dayFirst', 'iso', 'offset', 'dotted'] : (Object.keys(dateStyles) as DateStyle[])

/** A file with quirks at random; the same seed gives the same file. */
export function oddFile(report: ReportName, seed: number): OddFile {
  const random = seeded(seed)
  const isSpanish = hasSpanish(report) && chance(random, 0.25)
  const delimiter = pick(random, ['\t', '\t', ',', ';'])
  const quotes = anyQuotes(random, delimiter)
  const encoding = pick(random, encodingsFor(isSpanish))
  const lost = isSpanish && encoding.startsWith('utf8') && chance(random, 0.3)
  const repertoire = lost ? 'lost' : pick(random, repertoireFor[encoding])
  const date = pick(random, datesFor(isSpanish))
  const amount = pick(random, Object.keys(amountStyles) as AmountStyle[])
  const dialect = dialectOf({ date, amount, repertoire, quotes, nothing: pick(random, ['', '--']), spanish: isSpanish })
  const layout = layoutOf(report, {
    columns: anyColumns(random, report, isSpanish),
    spell: anySpelling(random, report, isSpanish, lost),
    delimiter,
    quotes,
    encoding,
    eol: pick(random, ['\n', '\r\n']),
    pad: anyPad(random),
    endsWithEol: chance(random, 0.8),
  })
  const written = records(report, 3 + upTo(random, 25), random, dialect, delimiter)
  const lines = disturbed(random, report, layout, written)
  const cut = chance(random, 0.1)
  const { bytes, truth } = compose(
    cut ? { ...layout, endsWithEol: false } : layout,
    cut ? [...lines, cutShort(layout, written.at(-1)!, random)] : lines,
  )
  const extra = layout.columns.includes('brand-new-column')
  return {
    name: `${report}-${seed}.${delimiter === '\t' ? 'txt' : 'csv'}`,
    bytes,
    report: reports[report].type,
    truth,
    traits: [
      encoding,
      repertoire,
      JSON.stringify(delimiter),
      quotes,
      date,
      amount,
      isSpanish ? 'spanish' : 'english',
      ...(lost ? ['lost'] : []),
    ],
    warnings: extra ? ['unknown_column'] : [],
  }
}
