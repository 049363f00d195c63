-- AlterTable
ALTER TABLE "bookings" ADD COLUMN "by_link" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "slot_offers" (
    "key" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "agent_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slot_offers_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "slot_offers_entry_id_idx" ON "slot_offers"("entry_id");

-- AddForeignKey
ALTER TABLE "slot_offers" ADD CONSTRAINT "slot_offers_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "waitlist_entries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Below this line: what schema.prisma cannot say, written by hand.

-- An entry kept the key of its last offer only: a repeat of the one before was offered to the next who waits.
INSERT INTO "slot_offers" ("key", "entry_id", "starts_at", "agent_id", "created_at")
SELECT offered_key, id, offered_start, offered_agent_id, now()
  FROM "waitlist_entries"
 WHERE offered_key IS NOT NULL AND offered_start IS NOT NULL AND offered_agent_id IS NOT NULL;

ALTER TABLE "waitlist_entries" DROP CONSTRAINT "waitlist_entries_offered_says_what";
ALTER TABLE "waitlist_entries" DROP COLUMN "offered_key";
ALTER TABLE "waitlist_entries"
    ADD CONSTRAINT "waitlist_entries_offered_says_what" CHECK (status <> 'offered' OR (offered_start IS NOT NULL AND offered_agent_id IS NOT NULL));
