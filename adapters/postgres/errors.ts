import { ApplicationFailure } from '@temporalio/common'
import { FailureType } from '../../domain/errors.ts'

// No repeat mends these. Temporal reads the type of an ApplicationFailure, and of other errors the name of their class.
export const customerNotFound = (customerId: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(`customer ${customerId} not found`, FailureType.CustomerNotFound)

export const absenceNotFound = (absenceId: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(`absence ${absenceId} not found`, FailureType.AbsenceNotFound)

export const bookingNotFound = (bookingId: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(`booking ${bookingId} not found`, FailureType.BookingNotFound)

export const bookingNotOpen = (bookingId: string, status: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(`booking ${bookingId} is ${status}`, FailureType.BookingNotOpen)

/** A cursor that no page of this list gave out. */
export const foreignCursor = (): ApplicationFailure =>
  ApplicationFailure.create({
    type: FailureType.InvalidRequest,
    message: '/cursor is not a cursor of this list',
    nonRetryable: true,
    details: [[{ field: '/cursor', message: 'is not a cursor of this list' }]],
  })

interface PrismaFailure {
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly originalCode?: string } } }
}

/** The SQLSTATE of an error that came through Prisma. */
export const sqlState = (error: unknown): string | undefined =>
  (error as PrismaFailure | undefined)?.meta?.driverAdapterError?.cause?.originalCode

export const UNIQUE_VIOLATION = '23505'
/** Two rows that an EXCLUDE constraint keeps apart: an overlapping booking. */
export const EXCLUSION_VIOLATION = '23P01'
