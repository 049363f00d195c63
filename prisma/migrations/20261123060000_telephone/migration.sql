-- AlterTable
ALTER TABLE "telephony_events" ADD COLUMN     "cause" TEXT;

-- CreateTable
CREATE TABLE "dial_leases" (
    "customer_id" TEXT NOT NULL,
    "agent_id" TEXT,
    "call_id" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "pbx_call_id" TEXT,
    "provider_call_id" TEXT,

    CONSTRAINT "dial_leases_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "hotline_calls" (
    "id" TEXT NOT NULL,
    "pbx_call_id" TEXT NOT NULL,
    "from_number" TEXT,
    "to_number" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "customer_id" TEXT,
    "call_id" TEXT,
    "who" TEXT,
    "language" TEXT,
    "about" TEXT,
    "remember_number" BOOLEAN NOT NULL DEFAULT false,
    "notes" INTEGER NOT NULL DEFAULT 0,
    "noted_by" TEXT,
    "closed_at" TIMESTAMPTZ(3),
    "closed_why" TEXT,

    CONSTRAINT "hotline_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "questions" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "call_id" TEXT,
    "hotline_id" TEXT,
    "question" TEXT NOT NULL,
    "language" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT NOT NULL,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "answered_by" TEXT,

    CONSTRAINT "questions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "hotline_calls_at_id_idx" ON "hotline_calls"("at", "id");

-- CreateIndex
CREATE INDEX "hotline_calls_customer_id_idx" ON "hotline_calls"("customer_id");

-- CreateIndex
CREATE INDEX "hotline_calls_from_number_idx" ON "hotline_calls"("from_number");

-- CreateIndex
CREATE INDEX "questions_customer_id_idx" ON "questions"("customer_id");

-- CreateIndex
CREATE INDEX "questions_asked_at_id_idx" ON "questions"("asked_at", "id");

-- AddForeignKey
ALTER TABLE "dial_leases" ADD CONSTRAINT "dial_leases_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hotline_calls" ADD CONSTRAINT "hotline_calls_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "hotline_calls"
    ADD CONSTRAINT "hotline_calls_closed_why_known" CHECK (closed_why IN ('noted', 'recorded', 'closed')),
    ADD CONSTRAINT "hotline_calls_closed_has_reason" CHECK ((closed_at IS NULL) = (closed_why IS NULL));
