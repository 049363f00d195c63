-- CreateTable
CREATE TABLE "agents" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "languages" JSONB NOT NULL,
    "time_zone" TEXT NOT NULL,
    "skills" TEXT[],
    "capacity" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shifts" (
    "id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "weekday" INTEGER NOT NULL,
    "from_time" TEXT NOT NULL,
    "until_time" TEXT NOT NULL,

    CONSTRAINT "shifts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "absences" (
    "id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "substitute_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "absences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customers" (
    "id" TEXT NOT NULL,
    "external_id" TEXT,
    "company" TEXT NOT NULL,
    "languages" TEXT[],
    "country" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "zone_assumed" BOOLEAN NOT NULL DEFAULT false,
    "products" TEXT[],
    "stage" TEXT NOT NULL,
    "support" TEXT NOT NULL,
    "trial_status" TEXT NOT NULL,
    "trial_ends_at" TIMESTAMPTZ(3),
    "experience" TEXT,
    "areas" TEXT[],
    "agreed" JSONB,
    "agent_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registrations" (
    "id" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "joined" TEXT,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "amazon_accounts" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "selling_partner_id" TEXT,
    "region" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "marketplaces" TEXT[],
    "refresh_token" BYTEA,
    "authorized_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "amazon_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calls" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "purpose" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "agent_id" TEXT,
    "language" TEXT,
    "topic" TEXT,
    "why_assignment" JSONB,
    "why_timing" JSONB,
    "outcome" TEXT,
    "notes" TEXT,
    "data" JSONB,
    "accepted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_attempts" (
    "id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "pbx_call_id" TEXT,

    CONSTRAINT "call_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assignments" (
    "id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" JSONB NOT NULL,

    CONSTRAINT "assignments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bookings" (
    "id" TEXT NOT NULL,
    "call_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bookings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "surveys" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "call_id" TEXT,
    "quarter" TEXT NOT NULL,
    "question_set" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "surveys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_answers" (
    "survey_id" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "survey_answers_pkey" PRIMARY KEY ("survey_id","question")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "audience" TEXT NOT NULL,
    "customer_id" TEXT,
    "call_id" TEXT,

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_reads" (
    "notice_id" BIGINT NOT NULL,
    "reader" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notice_reads_pkey" PRIMARY KEY ("notice_id","reader")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "agent_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_records" (
    "principal" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("principal","key")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "actor" TEXT NOT NULL,
    "customer_id" TEXT,
    "call_id" TEXT,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sent_mails" (
    "message_id" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sent_mails_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "telephony_events" (
    "id" TEXT NOT NULL,
    "pbx_call_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "call_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "telephony_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "agents_email_key" ON "agents"("email");

-- CreateIndex
CREATE INDEX "shifts_agent_id_idx" ON "shifts"("agent_id");

-- CreateIndex
CREATE INDEX "absences_agent_id_ends_at_idx" ON "absences"("agent_id", "ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "customers_external_id_key" ON "customers"("external_id");

-- CreateIndex
CREATE INDEX "customers_created_at_id_idx" ON "customers"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_email_key" ON "contacts"("email");

-- CreateIndex
CREATE INDEX "contacts_customer_id_idx" ON "contacts"("customer_id");

-- CreateIndex
CREATE INDEX "contacts_phone_idx" ON "contacts"("phone");

-- CreateIndex
CREATE INDEX "registrations_customer_id_idx" ON "registrations"("customer_id");

-- CreateIndex
CREATE INDEX "amazon_accounts_customer_id_idx" ON "amazon_accounts"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "amazon_accounts_selling_partner_id_region_key" ON "amazon_accounts"("selling_partner_id", "region");

-- CreateIndex
CREATE INDEX "calls_customer_id_idx" ON "calls"("customer_id");

-- CreateIndex
CREATE INDEX "calls_agent_id_status_idx" ON "calls"("agent_id", "status");

-- CreateIndex
CREATE INDEX "calls_status_due_at_idx" ON "calls"("status", "due_at");

-- CreateIndex
CREATE INDEX "calls_created_at_id_idx" ON "calls"("created_at", "id");

-- CreateIndex
CREATE INDEX "call_attempts_call_id_at_idx" ON "call_attempts"("call_id", "at");

-- CreateIndex
CREATE INDEX "assignments_call_id_idx" ON "assignments"("call_id");

-- CreateIndex
CREATE INDEX "bookings_agent_id_starts_at_idx" ON "bookings"("agent_id", "starts_at");

-- CreateIndex
CREATE INDEX "bookings_call_id_idx" ON "bookings"("call_id");

-- CreateIndex
CREATE INDEX "bookings_customer_id_idx" ON "bookings"("customer_id");

-- CreateIndex
CREATE INDEX "surveys_call_id_idx" ON "surveys"("call_id");

-- CreateIndex
CREATE UNIQUE INDEX "surveys_customer_id_quarter_key" ON "surveys"("customer_id", "quarter");

-- CreateIndex
CREATE UNIQUE INDEX "notices_key_key" ON "notices"("key");

-- CreateIndex
CREATE INDEX "notices_audience_id_idx" ON "notices"("audience", "id");

-- CreateIndex
CREATE INDEX "notices_customer_id_idx" ON "notices"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_agent_id_idx" ON "api_keys"("agent_id");

-- CreateIndex
CREATE INDEX "idempotency_records_started_at_idx" ON "idempotency_records"("started_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_key_key" ON "audit_entries"("key");

-- CreateIndex
CREATE INDEX "audit_entries_customer_id_at_id_idx" ON "audit_entries"("customer_id", "at", "id");

-- CreateIndex
CREATE INDEX "telephony_events_pbx_call_id_idx" ON "telephony_events"("pbx_call_id");

-- AddForeignKey
ALTER TABLE "shifts" ADD CONSTRAINT "shifts_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "absences" ADD CONSTRAINT "absences_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "absences" ADD CONSTRAINT "absences_substitute_id_fkey" FOREIGN KEY ("substitute_id") REFERENCES "agents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customers" ADD CONSTRAINT "customers_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "amazon_accounts" ADD CONSTRAINT "amazon_accounts_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_attempts" ADD CONSTRAINT "call_attempts_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "calls"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_survey_id_fkey" FOREIGN KEY ("survey_id") REFERENCES "surveys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_reads" ADD CONSTRAINT "notice_reads_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Below this line: what schema.prisma cannot say, written by hand.

-- Two bookings of one agent never overlap, whoever writes them (SQLSTATE 23P01). End is exclusive: 10:00-10:45 and 10:45-11:30 both fit.
CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE "bookings"
    ADD CONSTRAINT "bookings_ends_after_start" CHECK (ends_at > starts_at),
    ADD CONSTRAINT "bookings_no_overlap" EXCLUDE USING gist (agent_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
        WHERE (status IN ('held', 'confirmed'));

-- Codes, as domain/ and CONTRACT know them. A new code needs a migration that replaces its constraint.
ALTER TABLE "agents"
    ADD CONSTRAINT "agents_role_known" CHECK (role IN ('agent', 'lead', 'admin')),
    ADD CONSTRAINT "agents_capacity_not_negative" CHECK (capacity >= 0);

ALTER TABLE "api_keys"
    ADD CONSTRAINT "api_keys_role_known" CHECK (role IN ('agent', 'lead', 'admin', 'service'));

ALTER TABLE "customers"
    ADD CONSTRAINT "customers_stage_known" CHECK (stage IN ('registered', 'welcomed', 'onboarded', 'cancelled')),
    ADD CONSTRAINT "customers_support_known" CHECK (support IN ('unknown', 'wanted', 'declined')),
    ADD CONSTRAINT "customers_trial_status_known" CHECK (trial_status IN ('none', 'running', 'over')),
    ADD CONSTRAINT "customers_experience_known" CHECK (experience IN ('newcomer', 'experienced')),
    ADD CONSTRAINT "customers_products_known" CHECK (products <@ ARRAY['repricer', 'lost_and_found', 'analytics']);

ALTER TABLE "amazon_accounts"
    ADD CONSTRAINT "amazon_accounts_region_known" CHECK (region IN ('eu', 'na', 'fe')),
    ADD CONSTRAINT "amazon_accounts_status_known" CHECK (status IN ('pending', 'connected', 'revoked', 'expired'));

ALTER TABLE "calls"
    ADD CONSTRAINT "calls_purpose_known" CHECK (purpose IN ('welcome', 'call_me_now', 'onboarding', 'trial_end', 'survey', 'consultation', 'anomaly', 'setup_help')),
    ADD CONSTRAINT "calls_status_known" CHECK (status IN ('planned', 'due', 'ringing', 'in_call', 'wrap_up', 'retry_wait', 'parked', 'done', 'cancelled'));

ALTER TABLE "bookings"
    ADD CONSTRAINT "bookings_status_known" CHECK (status IN ('held', 'confirmed', 'done', 'cancelled'));

-- One address is one seller: upper case would slip past the unique index.
ALTER TABLE "contacts"
    ADD CONSTRAINT "contacts_email_lower_case" CHECK (email !~ '[A-Z]');

-- Hours of the day as HH:MM; 24:00 is the end of a day. Collation C: compared by bytes, on every server alike.
ALTER TABLE "shifts"
    ADD CONSTRAINT "shifts_weekday_known" CHECK (weekday BETWEEN 1 AND 7),
    ADD CONSTRAINT "shifts_times_are_hours" CHECK (from_time ~ '^([01]\d|2[0-3]):[0-5]\d$' AND until_time ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$'),
    ADD CONSTRAINT "shifts_until_after_from" CHECK (from_time COLLATE "C" < until_time COLLATE "C");

ALTER TABLE "absences"
    ADD CONSTRAINT "absences_end_after_start" CHECK (ends_at > starts_at);

-- Notices are numbered in the order in which they are committed: a reader who resumes behind an id misses nothing. The lock is
-- held until the transaction ends, so write notices last in a transaction. Numbers have gaps.
CREATE FUNCTION "number_notice"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(5063786002);
    NEW.id := nextval(pg_get_serial_sequence(format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME), 'id'));
    RETURN NEW;
END
$$;

CREATE TRIGGER "notices_number" BEFORE INSERT ON "notices" FOR EACH ROW EXECUTE FUNCTION "number_notice"();

-- Wakes who listens (server-sent events); sent by PostgreSQL at commit, and only then.
CREATE FUNCTION "announce_notice"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lotse_notices', NEW.id::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER "notices_announce" AFTER INSERT ON "notices" FOR EACH ROW EXECUTE FUNCTION "announce_notice"();
