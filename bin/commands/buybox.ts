import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { offerChangeOf, UnreadableNotification } from '../../adapters/amazon/any-offer-changed.ts'
import { createEvaluation, type Evaluation, marketOf } from '../../domain/buybox/evaluation.ts'
import { BadInput } from './bad-input.ts'

export type Evaluated = Evaluation & { readonly skipped: number }

/** How well our model says who has the Buy Box in a file of notifications, beside what everybody guesses. */
export async function evaluateCommand(file: string, { json }: { json: boolean }): Promise<void> {
  const evaluated = await evaluate(file)
  process.stdout.write(`${json ? JSON.stringify(evaluated) : tableOf(evaluated)}\n`)
}

/** One notification a line, plain or gzip, in the order of time. */
async function evaluate(file: string): Promise<Evaluated> {
  const evaluation = createEvaluation()
  let skipped = 0
  let number = 0
  for await (const line of linesOf(file)) {
    number += 1
    if (line.trim() === '') continue
    const change = changeOf(line, number)
    const market = change && marketOf(change.asin, change.offers)
    if (market === undefined) skipped += 1
    else evaluation.add(market)
    if (number % 1_000 === 0 && process.stderr.isTTY) process.stderr.write(`\r${number} lines`)
  }
  if (process.stderr.isTTY) process.stderr.write('\r')
  const { markets, ...figures } = evaluation.result()
  return { markets, skipped, ...figures }
}

function changeOf(line: string, number: number) {
  try {
    return offerChangeOf(JSON.parse(line))
  } catch (error) {
    const why = error instanceof UnreadableNotification ? error.message : 'it is no JSON'
    throw new BadInput(`line ${number} cannot be read: ${why}`)
  }
}

/** The lines of a file, unpacked where it is gzip, by its first bytes and not by its name. */
async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    const packed = await isGzip(file)
    const bytes = createReadStream(file)
    const text = packed ? bytes.pipe(createGunzip()) : bytes
    bytes.on('error', (error) => text.destroy(error))
    yield* createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })
  } catch (error) {
    if (error instanceof BadInput) throw error
    throw new BadInput(`${file} cannot be read: ${(error as Error).message}`)
  }
}

async function isGzip(file: string): Promise<boolean> {
  for await (const chunk of createReadStream(file, { start: 0, end: 1 })) {
    const [first, second] = chunk as Buffer
    return first === 0x1f && second === 0x8b
  }
  return false
}

const percent = (fraction: number): string => `${(100 * fraction).toFixed(1).padStart(5)} %`

const tableOf = ({ markets, skipped, top1, lowestLanded, fbaFirst, sequentialTop1, incumbentElseFba, logLoss, ece }: Evaluated): string =>
  [
    `${markets} markets, ${skipped} other lines`,
    '',
    'who is in the Buy Box, by one look',
    `  the model                       ${percent(top1)}`,
    `  lowest price                    ${percent(lowestLanded)}`,
    `  FBA first, then lowest          ${percent(fbaFirst)}`,
    'knowing who had it at the look before',
    `  the model                       ${percent(sequentialTop1)}`,
    `  whoever had it, else FBA first  ${percent(incumbentElseFba)}`,
    'how far its shares can be trusted (by one look)',
    `  log loss                        ${logLoss.toFixed(3)}`,
    `  calibration error               ${ece.toFixed(3)}`,
  ].join('\n')
