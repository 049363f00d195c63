-- AlterTable
ALTER TABLE "absences" ADD COLUMN     "booked" TEXT NOT NULL DEFAULT 'hand_over',
ADD COLUMN     "planned" TEXT NOT NULL DEFAULT 'hand_over';

-- AlterTable
ALTER TABLE "bookings" ADD COLUMN     "local_start" TEXT,
ADD COLUMN     "tzdata" TEXT,
ADD COLUMN     "zone" TEXT;

-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "local_start" TEXT,
ADD COLUMN     "tzdata" TEXT,
ADD COLUMN     "zone" TEXT;

-- By hand: codes are held by check constraints, and an intent is whole or not there.
ALTER TABLE "absences"
    ADD CONSTRAINT "absences_booked_known" CHECK (booked IN ('hand_over', 'keep', 'ask')),
    ADD CONSTRAINT "absences_planned_known" CHECK (planned IN ('hand_over', 'keep', 'ask'));
ALTER TABLE "bookings"
    ADD CONSTRAINT "bookings_intent_whole" CHECK (num_nulls(local_start, zone, tzdata) IN (0, 3));
ALTER TABLE "calls"
    ADD CONSTRAINT "calls_intent_whole" CHECK (num_nulls(local_start, zone, tzdata) IN (0, 3));
