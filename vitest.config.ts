import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/stack-setup.ts'],
    pool: 'forks',
    maxWorkers: 2, // most tests wait for a server or a walk half of their time
    isolate: false, // modules are loaded once a run, not once a file: two minutes on two cores
    // Limits that a hanging test meets, and a starved machine does not: no test says how fast anything is.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    teardownTimeout: 20_000,
    dangerouslyIgnoreUnhandledErrors: false,
    reporters: ['default', 'json'],
    outputFile: { json: '.lotse/test-report.json' }, // counted by .ci/run
  },
})
