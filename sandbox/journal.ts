import { createReadStream } from 'node:fs'
import { appendFile, mkdir, open, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Logger } from 'pino'

export interface Journal {
  /** What the file held when it was opened, oldest first. */
  readonly entries: readonly unknown[]
  append(entry: unknown): Promise<void>
  /** Replaces the file by what `entries` gives when its turn comes. */
  rewrite(entries: () => readonly unknown[]): Promise<void>
  close(): Promise<void>
}

/** A file of JSON lines that is only appended to. A line cut off by a crash is skipped, and the next one starts on a line of its own. */
export async function openJournal(file: string, log: Logger): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true })
  const entries = await readEntries(file, log)
  let last: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work)
    last = done.catch(() => undefined) // the caller hears of it; the next one gets its chance
    return done
  }
  return {
    entries,
    append: (entry) => inTurn(() => appendFile(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 })),
    rewrite: (current) =>
      inTurn(async () => {
        await writeFile(
          `${file}.new`,
          current()
            .map((entry) => `${JSON.stringify(entry)}\n`)
            .join(''),
          { mode: 0o600 },
        )
        await rename(`${file}.new`, file)
      }),
    close: () => last,
  }
}

async function readEntries(file: string, log: Logger): Promise<unknown[]> {
  const handle = await open(file, 'a+', 0o600)
  const { size } = await handle.stat()
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
  if (size > 0 && buffer[0] !== 0x0a) await handle.appendFile('\n')
  await handle.close()

  const entries: unknown[] = []
  let broken = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue
    try {
      entries.push(JSON.parse(line))
    } catch {
      broken += 1
    }
  }
  if (broken > 0) log.warn({ file, broken }, 'lines that cannot be read were skipped')
  return entries
}
