import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const PROMISED = [...Array.from({ length: 17 }, (_, n) => n + 1), 20]

interface Row {
  readonly statement: number
  readonly file: string
  readonly name: string
}

const rows: Row[] = readFileSync(join(root, 'docs', 'acceptance.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, statement = '', , file = '', name = ''] = line.split('|').map((cell) => cell.trim())
    return { statement: Number(statement), file: file.replaceAll('`', ''), name }
  })

/** The names of the tests that a file runs: of `test(` and of `test.each(..)(`, never of one that is skipped. */
function testsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')
  const quoted = /(?<=\btest\(\s*|\)\(\s*)(?:'([^']*)'|"([^"]*)"|`([^`]*)`)\s*,\s*(?:async )?\(?/g
  return [...source.matchAll(quoted)].map(([, one, two, three]) => one ?? two ?? three ?? '')
}

test('every promised statement stands in docs/acceptance.md, with a test', () => {
  expect([...new Set(rows.map(({ statement }) => statement))]).toEqual(PROMISED)
  for (const { statement, file, name } of rows) expect([file, name], `statement ${statement}`).not.toContain('')
})

test.each(rows)('statement $statement is shown by a test in $file: $name', ({ file, name }) => {
  expect(file).toMatch(/^test\/.+\.test\.ts$/)
  expect(existsSync(join(root, file)), file).toBe(true)
  expect(testsOf(file)).toContain(name)
  expect(readFileSync(join(root, file), 'utf8')).not.toMatch(/\b(test|describe)\.(skip|todo|only|fails)\b/)
})
