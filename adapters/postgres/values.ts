import type { Coded } from '../../domain/codes.ts'
import { Prisma } from '../../generated/prisma/client.ts'

export const iso = (at: Date): string => at.toISOString()
export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null
export const dateOrNull = (instant: string | null): Date | null => (instant === null ? null : new Date(instant))

/** A date without a time, YYYY-MM-DD, for a date column, and back. */
export const dateOf = (date: string): Date => new Date(`${date}T00:00:00Z`)
export const fromDate = (date: Date): string => date.toISOString().slice(0, 10)

/** A value of ours for a json column. */
export const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue
export const jsonOrNull = (value: unknown) => (value === null || value === undefined ? Prisma.DbNull : json(value))

/** A json column that only we write. */
export const fromJson = <T>(value: Prisma.JsonValue): T => value as T
export const paramsOf = (value: Prisma.JsonValue): Coded['params'] => fromJson(value)
