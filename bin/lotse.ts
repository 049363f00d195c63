import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config.ts'
import { BadInput } from './commands/bad-input.ts'
import { printable } from './commands/printable.ts'
import { CannotRun } from './setup/cannot-run.mjs'

// Results on stdout, everything else on stderr. Exit 0 done, 1 the answer is no, 2 bad input, 3 cannot run.
// Each command is loaded when it is called: all together would take seconds.

const exit = { done: 0, no: 1, badInput: 2, cannotRun: 3 } as const

const lotse = new Command('lotse')
  .description('Operates Lotse: checks, prepares and shows an installation')
  .exitOverride()
  .configureOutput({ writeOut: (text) => process.stdout.write(text), writeErr: (text) => process.stderr.write(text) })

// Whoever reads may have seen enough (`| head`); where nothing can be written the answer is lost.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`lotse: the answer cannot be written (${error.code})\n`)
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})
process.stderr.on('error', () => {})

const finish = (code: number) => {
  process.exitCode = code
}

lotse
  .command('doctor')
  .description('names each missing or broken part, with the command that mends it')
  .option('--json', 'one JSON value on stdout', false)
  .action(async ({ json }: { json: boolean }) => {
    const { doctor } = await import('./setup/doctor.mjs')
    finish(await doctor(json ? ['--json'] : [], import.meta.dirname.slice(0, -'/bin'.length)))
  })

lotse
  .command('migrate')
  .description('brings the database and the Temporal namespace to what this version needs')
  .option('--database-only', 'leave Temporal alone', false)
  .option('--json', 'one JSON value on stdout', false)
  .action(async (options: { databaseOnly: boolean; json: boolean }) => {
    const { migrateCommand } = await import('./commands/migrate.ts')
    await migrateCommand(options)
  })

lotse
  .command('seed')
  .description('stores the demo team and an API key for each role; may be repeated')
  .option('--json', 'one JSON value on stdout', false)
  .action(async (options: { json: boolean }) => {
    const { seedCommand } = await import('./commands/seed.ts')
    await seedCommand(options)
  })

lotse
  .command('tour')
  .description("walks through one seller's whole life against the running stack, in less than a minute")
  .option('--json', 'one JSON value on stdout', false)
  .action(async (options: { json: boolean }) => {
    const { tour } = await import('./commands/tour.ts')
    finish(await tour(options))
  })

lotse
  .command('key')
  .description('makes an API key and prints it, above all the first one of an installation without the demo team')
  .argument('<role>', 'agent, lead, admin or service')
  .option('--name <name>', 'what it is for', 'made by lotse key')
  .option('--agent <id>', 'the agent it belongs to')
  .option('--json', 'one JSON value on stdout', false)
  .action(async (role: string, options: { name: string; agent?: string; json: boolean }) => {
    const { keyCommand } = await import('./commands/key.ts')
    finish(await keyCommand(role, options))
  })

lotse
  .command('release')
  .description('makes a build of the workers current: from now on they get the work of all lives')
  .argument('[build-id]', 'LOTSE_BUILD_ID of the workers, also an older one to roll back (default: LOTSE_BUILD_ID)')
  .option('--unversioned', 'back to workers without LOTSE_BUILD_ID', false)
  .option('--json', 'one JSON value on stdout', false)
  .action(async (buildId: string | undefined, options: { unversioned: boolean; json: boolean }) => {
    const { releaseCommand } = await import('./commands/release.ts')
    finish(await releaseCommand(buildId, options))
  })

lotse
  .command('openapi')
  .description('writes openapi.json from the routes')
  .option('--check', 'write nothing: exit code 1 where it differs', false)
  .option('--json', 'one JSON value on stdout', false)
  .action(async (options: { check: boolean; json: boolean }) => {
    const { openApiCommand } = await import('./commands/openapi.ts')
    finish((await openApiCommand(options)) ? exit.done : exit.no)
  })

lotse
  .command('settings')
  .description('prints the table of settings for README.md')
  .option('--json', 'one JSON value on stdout', false)
  .action(async (options: { json: boolean }) => {
    const { settingsCommand } = await import('./commands/settings-table.ts')
    settingsCommand(options)
  })

lotse
  .command('buybox')
  .description('what decides who is in the Buy Box')
  .command('evaluate')
  .description('how well our model says who has the Buy Box, beside what everybody guesses')
  .argument('<file>', 'notifications ANY_OFFER_CHANGED in the order of time, one a line, plain or gzip')
  .option('--json', 'one JSON value on stdout', false)
  .action(async (file: string, options: { json: boolean }) => {
    const { evaluateCommand } = await import('./commands/buybox.ts')
    await evaluateCommand(file, options)
  })

lotse
  .command('decide')
  .description('what the pricing rules make of one question, with every step: for debugging and support')
  .argument('<file>', 'JSON: { state, snapshot, config, now }; a state of null begins')
  .option('--json', 'as without it: the answer is JSON', false)
  .action(async (file: string) => {
    const { decideCommand } = await import('./commands/decide.ts')
    await decideCommand(file)
  })

lotse
  .command('simulate')
  .description("what a pricing strategy earns in drawn markets, beside what everybody else's rules earn in the same ones")
  .option('--strategy <file>', 'JSON of a strategy (default: the usual Buy Box strategy)')
  .option('--markets <number>', 'how many markets', '60')
  .option('--days <number>', 'how many days in each', '7')
  .option('--seed <number>', 'the same seed gives the same answer', '1')
  .option('--json', 'one JSON value on stdout', false)
  .option('--svg <file>', 'also draws it: profit by strategy, and two days of one market')
  .addHelpText(
    'after',
    '\nAs it stands it takes some ten seconds. Money is in minor units with --json. Every figure is modelled: docs/architecture.md.',
  )
  .action(async (options: { strategy?: string; markets: string; days: string; seed: string; json: boolean; svg?: string }) => {
    const { simulateCommand } = await import('./commands/simulate.ts')
    await simulateCommand(options)
  })

lotse
  .command('audit')
  .description('what Amazon owes for what was lost, damaged and not sent back, by reports as they were downloaded; needs no account')
  .argument('<dir>', 'a folder with the files, in any mix')
  .option('--marketplace <country>', 'where rows name no country: two letters, such as DE')
  .option('--as-of <date>', 'the day on which claims would be filed, such as 2026-01-31 (default: today)')
  .option('--costs <file>', 'what units cost you: CSV sku,minor,currency,validFrom')
  .option('--aliases <file>', 'JSON: headers and words of one more language')
  .option('--html <file>', 'also writes a page that stands by itself, with the rows that prove each finding')
  .option('--json', 'one JSON value on stdout', false)
  .action(
    async (
      dir: string,
      options: { marketplace?: string; asOf?: string; costs?: string; aliases?: string; html?: string; json: boolean },
    ) => {
      const { auditCommand } = await import('./commands/audit.ts')
      await auditCommand(dir, options)
    },
  )

try {
  await lotse.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    finish(error.exitCode === 0 ? exit.done : exit.badInput) // commander has said what is wrong
  } else {
    const badInput = error instanceof ConfigError || error instanceof BadInput
    const known = error instanceof CannotRun || badInput
    process.stderr.write(`lotse: ${known ? printable(error.message) : (error as Error).stack}\n`)
    finish(error instanceof CannotRun ? exit.cannotRun : badInput ? exit.badInput : exit.no)
  }
}
