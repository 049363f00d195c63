-- AlterTable
ALTER TABLE "customers" ADD COLUMN "call_hours" JSONB;

-- AlterTable
ALTER TABLE "contacts" ADD COLUMN "role" TEXT,
ADD COLUMN "language" TEXT,
ADD COLUMN "primary" BOOLEAN NOT NULL DEFAULT false;

-- The contact of the registration is the first one: until now nobody could add another.
UPDATE "contacts" SET "primary" = true
 WHERE "id" IN (SELECT DISTINCT ON ("customer_id") "id" FROM "contacts" ORDER BY "customer_id", "created_at", "id");

CREATE UNIQUE INDEX "contacts_one_primary" ON "contacts"("customer_id") WHERE "primary";

-- CreateTable
CREATE TABLE "contact_phones" (
    "id" TEXT NOT NULL,
    "contact_id" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_phones_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "contact_id" TEXT,
    "act" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "text_version" TEXT,
    "how" TEXT NOT NULL,
    "evidence" TEXT NOT NULL,
    "revokes" TEXT,
    "said_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "consents_act" CHECK ("act" IN ('granted', 'revoked', 'opted_out', 'opt_out_withdrawn')),
    CONSTRAINT "consents_scope" CHECK ("scope" IN ('service', 'survey', 'marketing')
        OR ("scope" = 'all' AND "act" IN ('opted_out', 'opt_out_withdrawn'))),
    CONSTRAINT "consents_channel" CHECK ("channel" IN ('phone', 'mail')),
    CONSTRAINT "consents_how" CHECK ("how" IN ('registration', 'phone', 'mail', 'web', 'contract')),
    CONSTRAINT "consents_revokes" CHECK (("act" = 'revoked') = ("revokes" IS NOT NULL)),
    CONSTRAINT "consents_used_when_granted" CHECK ("last_used_at" IS NULL OR "act" = 'granted')
);

-- AlterTable
ALTER TABLE "calls" ADD COLUMN "contact_id" TEXT,
ADD COLUMN "asked_by" TEXT,
ADD CONSTRAINT "calls_asked_by" CHECK ("asked_by" IN ('customer', 'us'));
-- Until now every call that was asked for counted as the seller's wish.
UPDATE "calls" SET "asked_by" = 'customer' WHERE "purpose" IN ('call_me_now', 'consultation', 'setup_help');
-- Whoever escalates calls may have added it before.
ALTER TABLE "calls" ADD COLUMN IF NOT EXISTS "escalated_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "surveys" ADD COLUMN "contact_id" TEXT;

-- CreateIndex
CREATE INDEX "contact_phones_phone_idx" ON "contact_phones"("phone");

-- CreateIndex
CREATE UNIQUE INDEX "contact_phones_contact_id_phone_key" ON "contact_phones"("contact_id", "phone");

-- CreateIndex
CREATE INDEX "consents_customer_id_recorded_at_id_idx" ON "consents"("customer_id", "recorded_at", "id");

-- CreateIndex
CREATE INDEX "calls_contact_id_idx" ON "calls"("contact_id");

-- CreateIndex
CREATE INDEX "surveys_contact_id_idx" ON "surveys"("contact_id");

-- AddForeignKey
ALTER TABLE "contact_phones" ADD CONSTRAINT "contact_phones_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Surveys of before asked the only contact there was.
UPDATE "surveys" SET "contact_id" = "contacts"."id" FROM "contacts" WHERE "contacts"."customer_id" = "surveys"."customer_id" AND "contacts"."primary";

-- What was said in calls of before stands in the ledger, too.
INSERT INTO "consents" ("id", "customer_id", "contact_id", "act", "scope", "channel", "how", "evidence", "said_at", "recorded_by", "recorded_at")
SELECT "calls"."id" || '/opted-out', "calls"."customer_id", "contacts"."id", 'opted_out', "calls"."data"->>'scope', 'phone', 'phone',
       'call/' || "calls"."id", COALESCE("calls"."ended_at", "calls"."updated_at"),
       COALESCE('agent/' || "calls"."agent_id", 'system'), COALESCE("calls"."ended_at", "calls"."updated_at")
  FROM "calls" LEFT JOIN "contacts" ON "contacts"."customer_id" = "calls"."customer_id" AND "contacts"."primary"
 WHERE "calls"."outcome" = 'opted_out' AND "calls"."data"->>'scope' IN ('service', 'survey', 'marketing', 'all');

-- What was said is never said otherwise afterwards: a new word is a new row.
CREATE FUNCTION keep_consents() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'last_used_at' <> to_jsonb(OLD) - 'last_used_at' THEN
    RAISE EXCEPTION 'consents are never changed: write a new one' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER consents_are_kept BEFORE UPDATE ON "consents" FOR EACH ROW EXECUTE FUNCTION keep_consents();
