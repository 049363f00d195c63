-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "assigned_at" TIMESTAMPTZ(3);

-- Of calls that were there before: as if whoever has one had it from its beginning.
UPDATE "calls" SET "assigned_at" = "created_at" WHERE "agent_id" IS NOT NULL;

-- CreateIndex
CREATE INDEX "calls_agent_id_assigned_at_idx" ON "calls"("agent_id", "assigned_at");
