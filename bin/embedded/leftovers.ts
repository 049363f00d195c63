import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Layout } from './layout.ts'
import { endLeftOver, POSTGRES_STOP } from './postgres.ts'
import { postgresHome } from './postgres-place.ts'
import { forgetProcess, notedProcesses, stopProcess } from './processes.ts'
import { postgresAccount } from './system-user.ts'

/** Ends what a killed run of this checkout left behind; answers the names of the parts. */
export async function endLeftOvers(layout: Layout): Promise<string[]> {
  const left = notedProcesses(layout.run)
  const programs = left.filter(({ name }) => !['postgres', 'temporal'].includes(name))
  const servers = left.filter(({ name }) => ['postgres', 'temporal'].includes(name))
  for (const group of [programs, servers]) {
    await Promise.all(
      group.map(async ({ name, pid }) => {
        await stopProcess(pid, name === 'postgres' ? POSTGRES_STOP : [{ signal: 'SIGTERM', ms: 5000 }])
        forgetProcess(layout.run, name)
      }),
    )
  }
  const folder = join(postgresHome(layout.data, postgresAccount()), 'postgres')
  if (existsSync(folder)) await endLeftOver(folder)
  return left.map(({ name }) => name)
}

/** `--fresh`: the data (the sandbox's too) and the logs go, keys and secrets stay. Only to be called when nothing of the stack runs. */
export function wipeData(layout: Layout): void {
  const home = postgresHome(layout.data, postgresAccount())
  for (const path of [
    join(home, 'postgres'),
    join(home, 'postgres.password'),
    layout.data,
    join(layout.home, 'sandbox'),
    layout.logs,
    layout.stackFile,
  ]) {
    rmSync(path, { recursive: true, force: true })
  }
}
