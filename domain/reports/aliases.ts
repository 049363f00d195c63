import type { ReportType } from './shapes.ts'

/** How a language writes headers and values. What it does not name it writes as English does. */
export interface Aliases {
  /** ISO 639-1 */
  readonly language: string
  /** By report: its header to ours. */
  readonly columns: Partial<Readonly<Record<ReportType, Readonly<Record<string, string>>>>>
  /** By our header: its value to ours. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The day stands before the month in dates that are written with slashes. */
  readonly dayFirst?: boolean
}

/**
 * Spanish, from files seen (brief reimbursement, section 3). Other languages are not known: a table that somebody makes from his own
 * files is read by `lotse audit --aliases`.
 */
export const SPANISH: Aliases = {
  language: 'es',
  dayFirst: true,
  columns: {
    GET_LEDGER_DETAIL_VIEW_DATA: {
      Fecha: 'Date',
      Título: 'Title',
      'Tipo de evento': 'Event Type',
      'ID de referencia': 'Reference ID',
      Cantidad: 'Quantity',
      'Centro logístico': 'Fulfillment Center',
      Estado: 'Disposition',
      Motivo: 'Reason',
      País: 'Country',
      'Cantidad conciliada': 'Reconciled Quantity',
      'Cantidad sin conciliar': 'Unreconciled Quantity',
      'Fecha y hora': 'Date and Time',
    },
    GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA: {
      'fecha-de-devolucion': 'return-date',
      'identificador-del-pedido': 'order-id',
      'nombre-del-producto': 'product-name',
      cantidad: 'quantity',
      'identificador-del-centro-logistico': 'fulfillment-center-id',
      'disposicion-detallada': 'detailed-disposition',
      motivo: 'reason',
      estado: 'status',
      'numero-de-matricula': 'license-plate-number',
      'comentarios-del-cliente': 'customer-comments',
    },
  },
  values: {
    'Event Type': { Envíos: 'Shipments' },
    Disposition: { VENDIBLE: 'SELLABLE' },
    'detailed-disposition': { VENDIBLE: 'SELLABLE' },
  },
}

export const KNOWN_ALIASES: readonly Aliases[] = [SPANISH]
