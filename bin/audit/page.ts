import { cellsAt, type Sketch } from '../../adapters/reports/report-file.ts'
import { groupedBy } from '../../domain/grouped.ts'
import { moneyText } from '../../domain/money.ts'
import { FINDING_STATUSES, type Finding } from '../../domain/reimbursement/findings.ts'
import { type Html, html } from '../../sandbox/pages/html.ts'
import { DOUBTS } from './doubts.ts'
import { type AuditReport, JUDGED } from './text.ts'

/** Rows of one file by their lines. */
export type EvidenceCells = ReadonlyMap<string, ReadonlyMap<number, Readonly<Record<string, string>>>>

/** What customers wrote is nobody's evidence. */
const UNSHOWN = ['customer-comments']

/** The rows that findings name, read once more: an audit keeps where they stand, not what they say. */
export async function evidenceOf(findings: readonly Finding[], sketches: ReadonlyMap<string, Sketch>): Promise<EvidenceCells> {
  const wanted = groupedBy(
    findings.flatMap(({ evidence }) => evidence),
    ({ file }) => file,
  )
  const cells = new Map<string, ReadonlyMap<number, Readonly<Record<string, string>>>>()
  for (const [file, sources] of wanted) {
    const sketch = sketches.get(file)
    if (sketch !== undefined) cells.set(file, await cellsAt(sketch, new Set(sources.map(({ line }) => line))))
  }
  return cells
}

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2330; background: #fff; max-width: 76rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem } p { margin: .3rem 0; color: #4a5568 }
table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600; color: #4a5568; border-bottom: 2px solid #d6dce6 }
th, td { padding: .35rem .7rem .35rem 0; vertical-align: top } td { border-bottom: 1px solid #e8ecf2 } .n { text-align: right; font-variant-numeric: tabular-nums }
details { margin: 0 } summary { cursor: pointer; color: #1f5fae } .finding td { border-bottom: 0 } .row { font-size: .82rem; overflow-x: auto; max-width: 74rem; padding: .3rem 0 }
.row table { width: auto } .row th, .row td { white-space: nowrap; border: 1px solid #e8ecf2; padding: .15rem .5rem }
.claimable { color: #11663b; font-weight: 600 } .expired { color: #9b2c2c } .review { color: #8a5a00 } ul { padding-left: 1.1rem; margin: .2rem 0 }`

/** One page that needs nothing else: totals, each finding with the very rows that prove it, and the fate of each file. */
export function pageOf({ asOf, files, findings, totals, notes, coverage }: AuditReport, cells: EvidenceCells): string {
  const { markup } = html`<main>
<h1>What Amazon owes</h1>
<p>As of ${asOf}. ${JUDGED}</p>
<table><thead><tr><th>Status</th><th class="n">Findings</th><th class="n">Units</th><th class="n">Worth</th><th class="n">Of unknown worth</th></tr></thead>
<tbody>${FINDING_STATUSES.map((status) => {
    const { findings: some, units, worth, unknownWorth } = totals[status]
    return html`<tr><td class="${status}">${words(status)}</td><td class="n">${some}</td><td class="n">${units}</td><td class="n">${worth.map(moneyText).join(' + ')}</td><td class="n">${unknownWorth}</td></tr>
`
  })}</tbody></table>
${notes.length > 0 && html`<h2>To be known</h2><ul>${notes.map(({ message }) => html`<li>${message}</li>`)}</ul>`}
${FINDING_STATUSES.filter((status) => totals[status].findings > 0).map((status) =>
  tableOf(
    status,
    findings.filter((finding) => finding.status === status),
    cells,
  ),
)}
<h2>Files</h2>
<table><thead><tr><th>File</th><th>Report</th><th class="n">Rows</th><th>From</th><th>To</th><th>Warnings</th></tr></thead>
<tbody>${files.map(
    ({ name, report, rows, from, to, warnings }) =>
      html`<tr><td>${name}</td><td>${report ?? 'no report that we know'}</td><td class="n">${rows}</td><td>${from}</td><td>${to}</td><td>${warnings.map(
        ({ message, line }) => html`${line !== undefined && `line ${line}: `}${message}<br>`,
      )}</td></tr>
`,
  )}</tbody></table>
<p>${coverage.map(({ report, from, to }) => `${report} ${from} to ${to}`).join('; ')}</p>
</main>`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>What Amazon owes, ${asOf}</title><style>${STYLE}</style></head>
<body>${markup}</body></html>
`
}

const tableOf = (
  status: string,
  findings: readonly Finding[],
  cells: EvidenceCells,
): Html => html`<h2 class="${status}">${words(status)}</h2>
<table><thead><tr><th>Finding</th><th>What</th><th>Product</th><th class="n">Units</th><th class="n">Worth</th><th>May be filed</th><th>Sure</th></tr></thead>
<tbody>${findings.map((finding) => {
  const {
    id,
    type,
    event,
    marketplace,
    fnsku,
    sku,
    quantity,
    worth,
    eligibleFrom,
    deadline,
    confirmed,
    confidence,
    policy,
    doubts,
    evidence,
  } = finding
  const window = deadline === null ? 'nobody knows until when' : `${eligibleFrom} to ${deadline}${confirmed ? '' : ', unconfirmed'}`
  const count = `${evidence.length} ${evidence.length === 1 ? 'row' : 'rows'}`
  const price = worth === null ? 'unknown' : moneyText(worth)
  return html`<tr class="finding"><td>${id}</td><td>${words(type)}, ${marketplace}<br>${event}</td><td>${fnsku} ${sku}</td><td class="n">${quantity}</td><td class="n">${price}</td><td>${window}<br>${policy}</td><td>${confidence}${doubts.map((doubt) => html`<br>${DOUBTS[doubt]}`)}</td></tr>
<tr><td colspan="7"><details><summary>Evidence: ${count}</summary>${evidence.map(
    ({ file, line }) => html`<div class="row">${file}, line ${line}${rowOf(cells.get(file)?.get(line))}</div>`,
  )}</details></td></tr>
`
})}</tbody></table>`

function rowOf(cells: Readonly<Record<string, string>> | undefined): Html {
  const shown = Object.entries(cells ?? {}).filter(([column, text]) => text !== '' && !UNSHOWN.includes(column))
  return html`<table><tr>${shown.map(([column]) => html`<th>${column}</th>`)}</tr><tr>${shown.map(([, text]) => html`<td>${text}</td>`)}</tr></table>`
}

const words = (code: string): string => code.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase())
