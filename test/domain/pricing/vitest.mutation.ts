import { defineConfig } from 'vitest/config'

/** How the rules of prices are tried on each of their mutants: fewer drawn decisions, the same ones every time. */
export default defineConfig({
  test: {
    include: ['test/domain/pricing/**/*.test.ts'],
    setupFiles: ['test/domain/pricing/same-draws.ts'],
    env: { LOTSE_DECISIONS: '400' },
    isolate: false,
  },
})
