// One holder at a time. The lock is a symbolic link whose target names the holder: made in one step, never half-written.
import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { identify } from './processes.mjs'

const named = (pid) => `${pid}@${identify(pid)}`
const own = () => named(process.pid)

const target = (path) => {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

/** The process id of the living holder, or undefined when the lock is free or its holder is dead. */
export function lockHolder(path) {
  const text = target(path)
  if (text === undefined) return undefined
  const [pid, ...identity] = text.split('@')
  return identify(Number(pid)) === identity.join('@') ? Number(pid) : undefined
}

/** Takes the lock, also from a dead holder; false when somebody living holds it. */
export function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true })
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      symlinkSync(own(), path)
      return true
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const stale = target(path)
    if (stale === own()) return true
    if (lockHolder(path) !== undefined) return false
    // Two may find the same dead holder: whoever moves away a link that is not the dead one puts it back.
    const aside = `${path}.${process.pid}`
    try {
      renameSync(path, aside)
      if (target(aside) === stale) unlinkSync(aside)
      else renameSync(aside, path)
    } catch (error) {
      if (error.code !== 'ENOENT') throw error
    }
  }
  return false
}

/** Notes that a child of ours works, so that it can be found if we are killed before it ends. */
export function noteChild(path, pid) {
  const fresh = `${path}.${pid}`
  rmSync(fresh, { force: true })
  symlinkSync(named(pid), fresh)
  renameSync(fresh, path)
}

export function releaseLock(path) {
  if (target(path) === own()) unlinkSync(path)
}
