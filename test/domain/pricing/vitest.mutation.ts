import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files in which lives go on for days, or cases are drawn. */
const SLOW = /\/(buy-box|business|decide|push)\.test\.ts$/
const isSlow = ({ moduleId }: TestSpecification): number => Number(SLOW.test(moduleId))

/** A mutant that a quick test notices does not wait for a slow one. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => isSlow(a) - isSlow(b) || a.moduleId.localeCompare(b.moduleId))
  }
}

/** How the rules of prices are tried on each of their mutants: fewer drawn decisions, the same ones every time. */
export default defineConfig({
  test: {
    testTimeout: 240_000, // as vitest.config.ts: a starved machine is no failing test
    include: ['test/domain/pricing/**/*.test.ts'],
    setupFiles: ['test/domain/pricing/same-draws.ts'],
    env: { LOTSE_DECISIONS: '400' },
    isolate: false,
    maxWorkers: 1,
    sequence: { sequencer: QuickFirst },
  },
})
