import { readStackFile } from '../embedded/stack-file.ts'
import { CannotRun } from '../setup/cannot-run.mjs'
import { firstDay } from '../tour/first-day.ts'
import { createGuide, TourMissed, type TourStep } from '../tour/guide.ts'

/** Walks through a seller's first day against the running stack, as an outside program would. Exit code 1 where a stop is not as it should be. */
export async function tour({ json }: { json: boolean }): Promise<number> {
  const stack = readStackFile()
  if (!stack) throw new CannotRun('no stack is running: start one with `npm start` in another terminal, then run the tour')
  const { stop, steps } = createGuide(stack, tell)
  const ok = await firstDay({ stop, steps }, stack).then(
    () => true,
    (error: unknown) => {
      if (error instanceof TypeError)
        throw new CannotRun(`the stack does not answer (${stack.api}): look into its logs, or start it anew with \`npm start\``)
      if (!(error instanceof TourMissed)) throw error
      return false
    },
  )
  process.stdout.write(json ? `${JSON.stringify({ ok, steps })}\n` : `${told(ok, steps)}\n`)
  return ok ? 0 : 1
}

const tell = ({ ok, name, ms, summary }: TourStep): void => {
  process.stderr.write(`${ok ? '✔' : '✘'} ${name} (${ms} ms)\n    ${summary}\n`)
}

function told(ok: boolean, steps: readonly TourStep[]): string {
  if (!ok) return `The tour ended early: ${steps.at(-1)?.name} was not as it should be.`
  const watch = steps.find(({ name }) => name.startsWith('the plan'))?.temporalUi
  return `A first day in ${steps.length} steps. Watch the life in Temporal's UI: ${watch}`
}
