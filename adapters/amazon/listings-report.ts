import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { AmazonFailure } from '../../domain/amazon/failure.ts'
import type { Listing } from '../../domain/amazon/types.ts'
import { type BadLine, listingOf, type Row } from './listings-row.ts'

/** Both, and `preferredReportDocumentLocale`: the headers come in the seller's own language otherwise. */
export const LISTINGS_REPORT = { type: 'GET_MERCHANT_LISTINGS_ALL_DATA', options: { preferredReportDocumentLocale: 'en_US' } } as const

export interface ListingsCount {
  listings: number
  /** Lines that are no listing, by why. */
  readonly bad: Partial<Record<BadLine, number>>
  /** The first of them. */
  readonly examples: { readonly line: number; readonly why: BadLine }[]
}

const OPERATION = 'listings.parse'
const REQUIRED = ['item-name', 'seller-sku', 'asin1', 'price', 'quantity', 'fulfillment-channel', 'status']
/** Written by people, so a tab may stand in it. The rest is Amazon's. */
const FREE_TEXT = ['item-name', 'item-description', 'item-note']
const EXAMPLES = 10
const LONGEST_LINE = 1_000_000

/**
 * The listings of a report of one marketplace, one after the other, however many there are; `count` is complete when they are over.
 * Columns go by their names. Fails as `malformed_report` where one that is needed is missing. Tabs divide and nothing is quoted:
 * Amazon writes the quotation marks of titles as they are.
 */
export function readListings(text: AsyncIterable<string>, { currency }: { readonly currency: string }) {
  const count: ListingsCount = { listings: 0, bad: {}, examples: [] }

  function note(why: BadLine, line: number): void {
    count.bad[why] = (count.bad[why] ?? 0) + 1
    if (count.examples.length < EXAMPLES) count.examples.push({ line, why })
  }

  async function* listings(): AsyncGenerator<Listing> {
    let header: string[] | undefined
    let line = 0
    for await (const fields of lines(text)) {
      line += 1
      if (header === undefined) header = checkedHeader(fields)
      else if (fields.length > 1 || fields[0] !== '') {
        const listing = alignedListing(header, fields, currency)
        if (typeof listing === 'string') note(listing, line)
        else {
          count.listings += 1
          yield listing
        }
      }
    }
    if (header === undefined) throw malformed('it is empty, there is not even a header')
  }

  return { listings: listings(), count }
}

async function* lines(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter: '\t',
    record_delimiter: ['\r\n', '\n'],
    quote: null,
    relax_column_count: true,
    max_record_size: LONGEST_LINE,
  })
  pipeline(Readable.from(text), parser, () => {}) // an error comes out of the parser
  try {
    yield* parser as AsyncIterable<string[]>
  } catch (error) {
    throw (error as { code?: unknown }).code === 'CSV_MAX_RECORD_SIZE' ? malformed(`a line is longer than ${LONGEST_LINE}`) : error
  }
}

function checkedHeader(fields: readonly string[]): string[] {
  // Reports of European sellers spell it the British way.
  const header = fields.map((name) => name.trim().toLowerCase().replace('fulfilment-', 'fulfillment-'))
  const missing = REQUIRED.filter((name) => !header.includes(name))
  if (missing.length > 0) throw malformed(`columns are missing: ${missing.join(', ')}; it has ${header.join(', ').slice(0, 200)}`)
  return header
}

const malformed = (what: string): AmazonFailure => new AmazonFailure('malformed_report', what, { operation: OPERATION })

/** A line with a tab too many is read with the tab in the first text where all the rest then makes sense. */
function alignedListing(header: readonly string[], fields: readonly string[], currency: string): Listing | BadLine {
  const tooMany = fields.length - header.length
  if (tooMany === 0) return listingOf(rowOf(header, fields), currency)
  if (tooMany < 0) return 'columns'
  for (const name of FREE_TEXT) {
    const at = header.indexOf(name)
    if (at < 0) continue
    const text = fields.slice(at, at + tooMany + 1).join(' ')
    const listing = listingOf(rowOf(header, [...fields.slice(0, at), text, ...fields.slice(at + tooMany + 1)]), currency)
    if (typeof listing !== 'string' && listing.status !== 'other') return listing
  }
  return 'columns'
}

/** The first of columns with the same name: Amazon calls several `Deprecated column`. */
function rowOf(header: readonly string[], fields: readonly string[]): Row {
  return (column) => {
    const at = header.indexOf(column)
    return at < 0 ? '' : (fields[at] ?? '')
  }
}
