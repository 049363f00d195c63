import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import proto from '@temporalio/proto'

const { History } = proto.temporal.api.history.v1
export type History = proto.temporal.api.history.v1.IHistory
export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent

export interface Recording {
  /** `<workflow>.<branch>.<parked|finished|renewed>`, also the name of its file */
  readonly name: string
  readonly history: History
}

/** Recorded histories as protobuf: they are added, never edited. */
const FOLDER = join(import.meta.dirname, 'histories')
const ENDING = '.pb'

const fileOf = (name: string): string => join(FOLDER, `${name}${ENDING}`)

export const isRecorded = (name: string): boolean => existsSync(fileOf(name))

export function recordedNames(): string[] {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER) : []
  return files
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort()
}

export const readRecording = (name: string): Recording => ({ name, history: History.decode(readFileSync(fileOf(name))) })

/** Writes a new file and answers its bytes; one that is there already is an error (EEXIST). */
export function writeRecording({ name, history }: Recording): number {
  mkdirSync(FOLDER, { recursive: true })
  const bytes = History.encode(withoutTraces(history)).finish()
  writeFileSync(fileOf(name), bytes, { flag: 'wx' })
  return bytes.length
}

/** Stack traces and identities tell of the machine that recorded, and of nothing that replay looks at. */
function withoutTraces(history: History): History {
  const copy = History.decode(History.encode(history).finish())
  const blank = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
    for (const [key, item] of Object.entries(value)) {
      if ((key === 'stackTrace' || key === 'identity') && typeof item === 'string') Object.assign(value, { [key]: '' })
      else blank(item)
    }
  }
  blank(copy)
  return copy
}

/** Only for what no released version wrote: any other stands for lives that are still led. */
export function removeRecordings(names: readonly string[]): void {
  for (const name of names) rmSync(fileOf(name), { force: true })
}

/** What a history is called: by its workflow, the branch it went, and whether it still waits, has ended or went on in a new run. */
export function nameOf({ events }: History, branch: string): string {
  const type = events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name
  const last = events?.at(-1)
  if (!type) throw new Error('a history begins with the start of its workflow')
  if (last?.workflowExecutionFailedEventAttributes) throw new Error(`${type}.${branch} failed: no workflow of ours is meant to`)
  return `${type}.${branch}.${stateAfter(last)}`
}

function stateAfter(last: HistoryEvent | undefined): 'parked' | 'finished' | 'renewed' {
  if (last?.workflowExecutionContinuedAsNewEventAttributes) return 'renewed'
  return last?.workflowExecutionCompletedEventAttributes ? 'finished' : 'parked'
}

/** Whether a life was begun before lives had years: it carries nothing over, and no patch is marked in it. */
export const isOfFirstVersion = ({ events }: History): boolean =>
  events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.length === 1 &&
  !events.some((event) => event.markerRecordedEventAttributes)

/** The id of the run that this one continues. */
export const runBefore = ({ events }: History): string | undefined =>
  events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined

/** Protobuf's instants and spans count whole seconds as 64-bit integers. */
export const millisecondsOf = (time: proto.google.protobuf.ITimestamp | proto.google.protobuf.IDuration | null | undefined): number =>
  Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1_000_000
