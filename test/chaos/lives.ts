import { BadInput } from '../../bin/commands/bad-input.ts'
import { exitWithParent } from '../../bin/embedded/parent-watch.ts'
import { CannotRun } from '../../bin/setup/cannot-run.mjs'
import { createStackProcess, type StackProcess } from '../support/stack-process.ts'
import type { Check } from './check.ts'
import { checkOutside } from './checks-outside.ts'
import { checkPeople } from './checks-people.ts'
import { checkTime } from './checks-time.ts'
import { checkTrial } from './checks-trial.ts'
import { createClient } from './client.ts'
import { nights, turnTo } from './clock.ts'
import { createDesk } from './desk.ts'
import { createDice } from './dice.ts'
import { each, register, workingDay } from './drive.ts'
import { checkEngine, lookIntoTemporal } from './engine.ts'
import { createLife } from './life.ts'
import { createNemesis, spread } from './nemesis.ts'
import { type Options, optionsOf } from './options.ts'
import { takePicture } from './picture.ts'
import { killsByPart, lastLine, type Summary, table } from './report.ts'

const DAY_HOURS = 24
const HOUR = 3_600_000
/** Past the end of the trials of 14 days, and of the calls that follow them. */
const LONG_ENOUGH_HOURS = 19 * DAY_HOURS

const began = Date.now()
const say = (line: string): void => void process.stderr.write(`chaos ${Math.round((Date.now() - began) / 1000)} s: ${line}\n`)

/** Lets sellers live for weeks while parts are killed around them, and counts at the end whether all that was promised is there. */
async function run(house: StackProcess, { lives: count, seed, kills, minutes }: Options): Promise<{ summary: Summary; checks: Check[] }> {
  const stack = await house.start()
  say(`the stack runs; seed ${seed}`)
  const dice = createDice(seed)
  const client = createClient(stack)
  const desk = createDesk(client)
  const lives = Array.from({ length: count }, (_, number) => createLife(number, dice))
  const nightHours = nights(LONG_ENOUGH_HOURS, dice.apart('nights').next)
  const rage = spread(kills, nightHours.length, dice.apart('spread'))
  const nemesis = createNemesis({ house, dice: dice.apart('nemesis'), kills, inFlight: () => client.counts.inFlight, say })
  const tooLate = Date.now() + minutes * 60_000

  let clock = await desk.now()
  let owed = 0
  for (const [day, hours] of nightHours.entries()) {
    clock += hours * HOUR
    if (Date.now() > tooLate) continue
    const today = { isOver: false }
    const work = async (): Promise<void> => {
      if (day === 0) await each(lives, (life) => register(desk, life))
      await workingDay(desk, lives)
      await turnTo(clock, client)
    }
    const wanted = owed + (rage[day] ?? 0)
    const [, struck] = await Promise.all([
      work().finally(() => Object.assign(today, { isOver: true })),
      nemesis.rage(wanted, () => today.isOver),
    ])
    owed = wanted - struck
    say(`day ${day + 1} of ${nightHours.length}: ${client.deeds.length} actions, clock at ${new Date(clock).toISOString()}`)
  }
  await turnTo(clock + DAY_HOURS * HOUR, client)

  const engine = await lookIntoTemporal(stack)
  try {
    say(`settling${(await engine.settled()) ? '' : ': not everything came to rest'}`)
    const picture = await takePicture(stack, client)
    const killed = killsByPart(nemesis.done)
    const checks = [
      ...checkTrial(client.deeds, nemesis.done),
      ...checkPeople(lives, picture),
      ...checkOutside(lives, picture, killed.worker ?? 0),
      ...checkTime(lives, picture),
      ...checkEngine(await engine.all(), picture),
    ]
    const summary: Summary = {
      ok: checks.every(({ wrong }) => wrong.length === 0),
      seed,
      lives: count,
      days: Math.round(nightHours.reduce((sum, hours) => sum + hours, DAY_HOURS) / DAY_HOURS),
      actions: client.deeds.length,
      acknowledged: client.deeds.filter(({ end }) => end === 'acknowledged').length,
      cutOff: client.counts.cutOff,
      serverErrors: Object.fromEntries(client.counts.serverErrors),
      kills: killed,
      killsAmidRequests: nemesis.done.filter(({ inFlight }) => inFlight > 0).length,
      slowestRecoveryMs: Math.max(0, ...nemesis.done.map(({ ms }) => ms)),
      checks: checks.map(({ name, looked, wrong }) => ({ name, looked, wrong: wrong.length })),
      seconds: Math.round((Date.now() - began) / 1000),
    }
    return { summary, checks }
  } finally {
    await engine.close()
  }
}

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2))
  const house = await createStackProcess()
  const leave = (): void => void house.dispose().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave)
  try {
    const { summary, checks } = await run(house, options)
    const told = table(checks)
    process.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : `${told}\n${lastLine(summary)}\n`)
    if (options.json) process.stderr.write(`${told}\n`)
    return summary.ok ? 0 : 1
  } finally {
    await house.dispose()
  }
}

exitWithParent()
process.exit(
  await main().catch((error: unknown) => {
    if (error instanceof BadInput || error instanceof CannotRun) process.stderr.write(`chaos: ${error.message}\n`)
    else say(error instanceof Error ? `${error.stack}` : String(error))
    return error instanceof BadInput ? 2 : error instanceof CannotRun ? 3 : 1
  }),
)
