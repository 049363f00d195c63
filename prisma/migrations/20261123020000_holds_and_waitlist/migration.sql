-- AlterTable
ALTER TABLE "bookings" ADD COLUMN "held_until" TIMESTAMPTZ(3),
ADD COLUMN "doubled" BOOLEAN NOT NULL DEFAULT false,
ALTER COLUMN "call_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "waitlist_entries" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "offered_key" TEXT,
    "offered_start" TIMESTAMPTZ(3),
    "offered_agent_id" TEXT,

    CONSTRAINT "waitlist_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "waitlist_entries_offered_key_key" ON "waitlist_entries"("offered_key");

-- CreateIndex
CREATE INDEX "waitlist_entries_customer_id_idx" ON "waitlist_entries"("customer_id");

-- CreateIndex
CREATE INDEX "waitlist_entries_status_created_at_idx" ON "waitlist_entries"("status", "created_at");

-- AddForeignKey
ALTER TABLE "waitlist_entries" ADD CONSTRAINT "waitlist_entries_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Below this line: what schema.prisma cannot say, written by hand.

-- A hold is a slot without a call, for some minutes. Released ones keep what they were for: whoever confirms late books anew.
ALTER TABLE "bookings" DROP CONSTRAINT "bookings_status_known";
ALTER TABLE "bookings"
    ADD CONSTRAINT "bookings_status_known" CHECK (status IN ('held', 'released', 'confirmed', 'done', 'cancelled')),
    ADD CONSTRAINT "bookings_held_have_an_end" CHECK (status <> 'held' OR held_until IS NOT NULL),
    ADD CONSTRAINT "bookings_made_have_a_call" CHECK (status IN ('held', 'released') OR call_id IS NOT NULL);

-- Nobody is in two talks at once. Sellers who were booked twice before this was refused keep both: the later one is marked.
UPDATE "bookings" AS "later" SET "doubled" = true
 WHERE "later".status IN ('held', 'confirmed')
   AND EXISTS (
     SELECT 1 FROM "bookings" AS "other"
      WHERE "other".customer_id = "later".customer_id AND "other".status IN ('held', 'confirmed')
        AND tstzrange("other".starts_at, "other".ends_at) && tstzrange("later".starts_at, "later".ends_at)
        AND ("other".created_at, "other".id) < ("later".created_at, "later".id));

ALTER TABLE "bookings"
    ADD CONSTRAINT "bookings_one_at_a_time" EXCLUDE USING gist (customer_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
        WHERE (status IN ('held', 'confirmed') AND NOT doubled);

ALTER TABLE "waitlist_entries"
    ADD CONSTRAINT "waitlist_entries_status_known" CHECK (status IN ('waiting', 'offered', 'booked', 'withdrawn')),
    ADD CONSTRAINT "waitlist_entries_until_after_from" CHECK ("until" > "from"),
    ADD CONSTRAINT "waitlist_entries_offered_says_what" CHECK (status <> 'offered' OR (offered_key IS NOT NULL AND offered_start IS NOT NULL AND offered_agent_id IS NOT NULL));
