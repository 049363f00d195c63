import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/stack-setup.ts'],
    pool: 'forks',
    isolate: false, // modules are loaded once a run, not once a file: two minutes on two cores
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    dangerouslyIgnoreUnhandledErrors: false,
    reporters: ['default', 'json'],
    outputFile: { json: '.lotse/test-report.json' }, // counted by .ci/run
  },
})
