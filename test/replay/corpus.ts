import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import proto from '@temporalio/proto'

const { History } = proto.temporal.api.history.v1
export type History = proto.temporal.api.history.v1.IHistory
export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent

/** Recorded histories as protobuf, `<workflow>.<branch>.<parked|finished>.pb`: they are added, never edited. */
const HISTORIES = join(import.meta.dirname, 'histories')
const ENDING = '.pb'

export interface Recording {
  /** `<workflow>.<branch>.<parked|finished>` */
  readonly name: string
  readonly history: History
}

const fileOf = (name: string): string => join(HISTORIES, `${name}${ENDING}`)

export const isRecorded = (name: string): boolean => existsSync(fileOf(name))

export const readRecording = (name: string): Recording => ({ name, history: History.decode(readFileSync(fileOf(name))) })

export const readCorpus = (): Recording[] =>
  readdirSync(HISTORIES)
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => readRecording(file.slice(0, -ENDING.length)))

/** Writes a new file; one that is there already is never overwritten (EEXIST). Answers its bytes. */
export function writeRecording({ name, history }: Recording): number {
  mkdirSync(HISTORIES, { recursive: true })
  const bytes = History.encode(history).finish()
  writeFileSync(fileOf(name), bytes, { flag: 'wx' })
  return bytes.length
}

/** Only while nothing is released: a history that somebody's server may hold is for ever. */
export const removeRecordings = (names: readonly string[]): void => names.forEach((name) => rmSync(fileOf(name), { force: true }))

export const recordedNames = (): string[] => (existsSync(HISTORIES) ? readCorpus().map(({ name }) => name) : [])

/** The type of workflow whose history this is, and whether it still waits. */
export function nameOf(history: History, branch: string): string {
  const events = history.events ?? []
  const type = events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name
  if (!type) throw new Error('a history begins with the start of its workflow')
  const state = events.at(-1)?.workflowExecutionCompletedEventAttributes ? 'finished' : 'parked'
  return `${type}.${branch}.${state}`
}
