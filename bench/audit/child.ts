import { auditOf } from '../../bin/commands/audit.ts'

/** What an audit of a folder takes, in a process of its own. */
export interface Took {
  readonly seconds: number
  /** Of all cores together. */
  readonly cpuSeconds: number
  readonly peakMb: number
  readonly rows: number
  readonly findings: number
}

const [dir = '', asOf = ''] = process.argv.slice(2)
const began = performance.now()
const { files, findings } = await auditOf(dir, { asOf, marketplace: 'DE' })
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
const took: Took = {
  seconds: (performance.now() - began) / 1000,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  peakMb: maxRSS / 1024,
  rows: files.reduce((sum, { rows }) => sum + rows, 0),
  findings: findings.length,
}
process.send?.(took)
