-- DropIndex
DROP INDEX "surveys_customer_id_quarter_key";

-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "cancelled_at" TIMESTAMPTZ(3),
ADD COLUMN     "trial_started_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "account_events" (
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "passed_on_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_events_pkey" PRIMARY KEY ("source","event_id")
);

-- CreateIndex
CREATE INDEX "account_events_customer_id_idx" ON "account_events"("customer_id");

-- CreateIndex
CREATE INDEX "surveys_customer_id_created_at_idx" ON "surveys"("customer_id", "created_at");

-- Trials that run already began with the registration.
UPDATE "customers" SET "trial_started_at" = "created_at" WHERE "trial_ends_at" IS NOT NULL;
