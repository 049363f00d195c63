import type { DateHours } from '../calendar/team.ts'
import type { Shift, WallHours } from '../calendar/windows.ts'
import type { TeamMember } from '../routing/team.ts'

/** What somebody proposes of the team, beside or instead of other policies. */
export interface TeamProposal {
  readonly agents: readonly { readonly id: string; readonly shifts?: readonly Shift[]; readonly capacity?: number }[]
  /** Hours of a date, of one agent or of the whole team; none: closed. */
  readonly overrides: readonly { readonly date: string; readonly agentId?: string; readonly hours: readonly WallHours[] }[]
}

/** The team as it would be. */
export const proposedTeam = (team: readonly TeamMember[], { agents, overrides }: TeamProposal): TeamMember[] =>
  team.map((member) => {
    const { shifts = member.shifts, capacity = member.capacity } = agents.find(({ id }) => id === member.agentId) ?? {}
    const datesOf = (agentId: string | undefined) => overrides.filter((one) => one.agentId === agentId)
    return {
      ...member,
      shifts,
      capacity,
      ownDays: replaced(member.ownDays, datesOf(member.agentId)),
      teamDays: replaced(member.teamDays, datesOf(undefined)),
    }
  })

const replaced = (days: readonly DateHours[] = [], proposed: readonly DateHours[]): DateHours[] => [
  ...days.filter(({ date }) => !proposed.some((one) => one.date === date)),
  ...proposed.map(({ date, hours }) => ({ date, hours })),
]
