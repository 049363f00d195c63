import { createHash } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { scheduleCall } from '../../../domain/routing/schedule.ts'
import type { TeamMember } from '../../../domain/routing/team.ts'
import { stableHash } from '../../../domain/stable-hash.ts'
import { member, NOW, request, speaks, viewOf } from './office.ts'

/** Who is equal: the same languages, equally well, the same hours. */
const PROFILES = [['de'], ['de', 'en'], ['en', 'pt'], ['es', 'pt-BR'], ['fr', 'de'], ['lv']]
const LANGUAGES = ['de', 'de-AT', 'en', 'es', 'fr', 'lv', 'pt-BR', 'pt', 'ca', 'fi']

export interface SignUps {
  /** By agent: the calls that came to him. */
  readonly loads: ReadonlyMap<string, number>
  /** By profile. */
  readonly equals: readonly (readonly string[])[]
  /** The largest spread among equals after any sign-up. */
  readonly spread: number
  /** How many found nobody. */
  readonly nobody: number
  /** SHA-256 of every whole decision in order. */
  readonly digest: string
}

/** So many sellers with languages by chance (of a seed) sign up one after the other, a minute apart; nothing they began ever ends. */
export function signUps(count: number, seed: number): SignUps {
  const dice = (n: number, what: string, sides: number) => stableHash(`${seed} ${n} ${what}`) % sides
  const equals = PROFILES.map((_, profile) => Array.from({ length: 1 + dice(profile, 'team', 5) }, (_, index) => `${profile}-${index}`))
  let team: TeamMember[] = equals.flatMap((ids, profile) =>
    ids.map((id) => member(id, { ...speaks(...(PROFILES[profile] ?? [])), capacity: 5_000 })),
  )
  const digest = createHash('sha256')
  let spread = 0
  let nobody = 0
  for (let n = 0; n < count; n += 1) {
    const wanted = Array.from(
      { length: 1 + dice(n, 'languages', 3) },
      (_, index) => LANGUAGES[dice(n, `language ${index}`, LANGUAGES.length)]!,
    )
    const languages = [...new Set(wanted)]
    const customerId = `customer-${seed}-${n}`
    const now = NOW + n * 60_000
    const view = viewOf(team, { customerId, languages }, { ca: ['es'] })
    const scheduled = scheduleCall(request({ callId: `call-${n}`, customerId, languages }), view, now)
    digest.update(JSON.stringify(scheduled))
    if (scheduled.agentId === null) nobody += 1
    team = team.map((one) =>
      one.agentId === scheduled.agentId
        ? { ...one, load: one.load + 1, carriedSince: [...one.carriedSince, now], lastAssignedAt: now }
        : one,
    )
    for (const ids of equals) {
      const loads = team.filter(({ agentId }) => ids.includes(agentId)).map(({ load }) => load)
      spread = Math.max(spread, Math.max(...loads) - Math.min(...loads))
    }
  }
  return { loads: new Map(team.map(({ agentId, load }) => [agentId, load])), equals, spread, nobody, digest: digest.digest('hex') }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , count, seed] = process.argv
  process.stdout.write(signUps(Number(count), Number(seed)).digest)
}
