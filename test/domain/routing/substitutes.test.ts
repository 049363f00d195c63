import fc from 'fast-check'
import { expect, test } from 'vitest'
import { circleOf, standInAt } from '../../../domain/routing/substitutes.ts'

const away = (agentId: string, substituteId: string | null, start = 0, end = 10) => ({ agentId, absences: [{ start, end, substituteId }] })
const there = (agentId: string) => ({ agentId, absences: [] })

test('who is there stands in for nobody', () => {
  expect(standInAt([there('ana')], 'ana', 5)).toEqual({ agentId: 'ana', of: [], circle: false })
  expect(standInAt([away('ana', 'bob'), there('bob')], 'ana', 10)).toEqual({ agentId: 'ana', of: [], circle: false })
})

test('the substitute of an absent substitute stands in', () => {
  const team = [away('ana', 'bob'), away('bob', 'eva'), there('eva')]
  expect(standInAt(team, 'ana', 0)).toEqual({ agentId: 'eva', of: ['ana', 'bob'], circle: false })
})

test('a chain may lead to nobody, or in a circle', () => {
  expect(standInAt([away('ana', null)], 'ana', 5)).toEqual({ agentId: undefined, of: ['ana'], circle: false })
  expect(standInAt([away('ana', 'bob'), away('bob', 'ana')], 'ana', 5)).toEqual({ agentId: undefined, of: ['ana', 'bob'], circle: true })
})

test('an absence closes a circle only where all in it are away at one moment', () => {
  const team = [away('bob', 'eva', 0, 5), away('eva', 'ana', 4, 8)]
  const absence = (start: number, end: number) => ({ agentId: 'ana', absence: { start, end, substituteId: 'bob' } })
  expect(circleOf(team, absence(0, 10))).toEqual(['ana', 'bob', 'eva', 'ana'])
  expect(circleOf(team, absence(0, 4))).toBeUndefined()
  expect(circleOf(team, absence(5, 9))).toBeUndefined()
  expect(circleOf(team, { agentId: 'ana', absence: { start: 0, end: 9, substituteId: null } })).toBeUndefined()
  expect(circleOf([], { agentId: 'ana', absence: { start: 0, end: 9, substituteId: 'ana' } })).toEqual(['ana', 'ana'])
})

test('whatever absences are let in, no chain ever goes in a circle', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const some = fc.record({ agentId: name, substituteId: fc.option(name), start: fc.nat(20), days: fc.integer({ min: 1, max: 10 }) })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), (wanted) => {
      const team = ['a', 'b', 'c', 'd'].map((agentId) => ({
        agentId,
        absences: [] as { start: number; end: number; substituteId: string | null }[],
      }))
      for (const { agentId, start, days, substituteId } of wanted) {
        const absence = { start, end: start + days, substituteId }
        if (circleOf(team, { agentId, absence }) === undefined) team.find((one) => one.agentId === agentId)!.absences.push(absence)
      }
      const instants = Array.from({ length: 31 }, (_, at) => at)
      return !team.some(({ agentId }) => instants.some((at) => standInAt(team, agentId, at).circle))
    }),
    { numRuns: 300 },
  )
})
