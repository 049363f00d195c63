import { BadInput } from '../bin/commands/bad-input.ts'
import { CannotRun } from '../bin/setup/cannot-run.mjs'

/** Sizes to measure a slope over: at least two, growing. */
export function sizesOf(text: string): number[] {
  const sizes = text.split(',').map(Number)
  const grow = sizes.every((size, index) => Number.isInteger(size) && size > (sizes[index - 1] ?? 0))
  if (sizes.length < 2 || !grow) throw new BadInput(`--sizes must be at least two growing numbers such as 100,300,1000, not ${text}`)
  return sizes
}

const isBadInput = (error: unknown): error is Error =>
  error instanceof BadInput || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))

/** Runs a benchmark as a program: its text on stdout, progress on stderr. Exit 0, 1 where a bound breaks, 2 bad input, 3 cannot run. */
export async function runBench(
  name: string,
  work: (args: readonly string[], say: (line: string) => void) => Promise<{ code: number; text: string }>,
): Promise<never> {
  const began = Date.now()
  const say = (line: string): void => void process.stderr.write(`bench ${name} ${Math.round((Date.now() - began) / 1000)} s: ${line}\n`)
  const code = await work(process.argv.slice(2), say).then(
    async ({ code, text }) => {
      await new Promise((done) => process.stdout.write(`${text}\n`, done))
      return code
    },
    (error: unknown) => {
      const known = isBadInput(error) || error instanceof CannotRun
      say(known ? error.message : error instanceof Error ? `${error.stack}` : String(error))
      return isBadInput(error) ? 2 : error instanceof CannotRun ? 3 : 1
    },
  )
  process.exit(code)
}
