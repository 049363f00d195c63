-- CreateTable
CREATE TABLE "amazon_quotas" (
    "operation" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "tat" TIMESTAMPTZ(6) NOT NULL,
    "taken" BIGINT NOT NULL DEFAULT 0,
    "late_at" TIMESTAMPTZ(6),
    "late_ticket" BIGINT,
    "late_pace" DOUBLE PRECISION,
    "rate" DOUBLE PRECISION,
    "slowness" INTEGER NOT NULL DEFAULT 1,
    "throttled_at" TIMESTAMPTZ(6),

    CONSTRAINT "amazon_quotas_pkey" PRIMARY KEY ("operation","holder")
);
