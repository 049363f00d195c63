import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Aliases } from '../../domain/reports/aliases.ts'
import { REPORT_TYPES, type ReportType, SHAPES } from '../../domain/reports/shapes.ts'
import { BadInput } from '../commands/bad-input.ts'
import { jsonOf } from '../commands/json-file.ts'

const Words = Type.Record(Type.String(), Type.String())

const AliasesBody = Type.Object(
  {
    language: Type.String({ minLength: 1 }),
    columns: Type.Record(Type.String(), Words),
    values: Type.Optional(Type.Record(Type.String(), Words)),
    dayFirst: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)

const EXAMPLE = {
  language: 'de',
  dayFirst: true,
  columns: { GET_LEDGER_DETAIL_VIEW_DATA: { Datum: 'Date' } },
  values: { 'Event Type': { Versand: 'Shipments' } },
}

/** A language that somebody adds from his own files: their headers and words to Amazon's English ones. */
export async function readAliases(file: string): Promise<Aliases> {
  const body = await jsonOf(file)
  if (!Value.Check(AliasesBody, body)) throw new BadInput(`${file} is no table of a language: write one such as ${JSON.stringify(EXAMPLE)}`)
  for (const [report, words] of Object.entries(body.columns)) {
    if (!REPORT_TYPES.includes(report as ReportType)) throw new BadInput(`${file}: ${report} is none of ${REPORT_TYPES.join(', ')}`)
    const { columns } = SHAPES[report as ReportType]
    const strange = Object.values(words).filter((column) => !columns.includes(column))
    if (strange.length > 0) throw new BadInput(`${file}: ${report} has no column ${strange.join(', ')}; it has ${columns.join(', ')}`)
  }
  return { values: {}, ...body }
}
