const WIDTH = 30
const LINES = 5

/** Tells how far it is on stderr: a bar on a terminal, elsewhere a few lines. */
export function createProgress(all: number, what: string): (done: number) => void {
  const { stderr } = process
  const every = Math.max(1, Math.ceil(all / LINES))
  return (done) => {
    if (!stderr.isTTY) {
      if (done % every === 0 || done === all) stderr.write(`${done} of ${all} ${what}\n`)
      return
    }
    const full = Math.round((WIDTH * done) / all)
    stderr.write(`\r${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done} of ${all} ${what}`)
    if (done === all) stderr.write('\r\x1b[K')
  }
}
