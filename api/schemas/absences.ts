import { type Static, Type } from 'typebox'
import { ABSENCE_TREATMENTS } from '../../domain/absences.ts'
import { CALL_PURPOSES } from '../../domain/calls/calls.ts'
import { CodedReply, Id, Instant, Nullable, OneOf } from './values.ts'

const Treatment = OneOf(ABSENCE_TREATMENTS, '`ask` moves nothing and gives the leads the list')

export const AbsenceBody = Type.Object(
  {
    from: Instant,
    until: Instant,
    substituteId: Type.Optional(Id),
    calls: Type.Optional(
      Type.Object(
        { booked: Type.Optional(Treatment), planned: Type.Optional(Treatment) },
        { additionalProperties: false, description: 'what becomes of the calls of its time; handed over unless told' },
      ),
    ),
  },
  { additionalProperties: false },
)
export const AbsencePatch = Type.Object({ until: Instant }, { additionalProperties: false })
export const AbsenceParams = Type.Object({ id: Id, absenceId: Id })
export type AbsenceWish = Static<typeof AbsenceBody>
export const AbsenceReply = Type.Object({
  id: Type.String(),
  agentId: Type.String(),
  from: Instant,
  until: Instant,
  substituteId: Nullable(Type.String()),
  /** Absent where all are handed over. */
  calls: Type.Optional(Type.Object({ booked: Treatment, planned: Treatment })),
})
export type AbsenceView = Static<typeof AbsenceReply>

export const AbsencePreviewReply = Type.Object({
  items: Type.Array(
    Type.Object({
      callId: Type.String(),
      customerId: Type.String(),
      purpose: OneOf(CALL_PURPOSES),
      dueAt: Instant,
      booked: Type.Boolean({ description: 'a slot that was promised: it moves to another agent, not to another time' }),
      /** Null: nobody would be found. */
      to: Nullable(Type.Object({ agentId: Type.String(), language: Nullable(Type.String()), dueAt: Instant })),
      why: CodedReply,
    }),
    { description: 'by the time they are due' },
  ),
  moving: Type.Integer(),
  nobody: Type.Integer({ description: 'how many would find nobody' }),
  kept: Type.Integer({ description: 'how many stay as `calls` says' }),
  further: Type.Integer({ description: 'calls due in that time that were not looked at: a preview shows the first 200' }),
})
export type AbsencePreview = Static<typeof AbsencePreviewReply>
