-- CreateTable
CREATE TABLE "report_loads" (
    "id" BIGSERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "report" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "exported_at" TIMESTAMPTZ(3) NOT NULL,
    "from_day" DATE,
    "to_day" DATE,
    "first_day" DATE,
    "last_day" DATE,
    "country" TEXT NOT NULL,
    "rows" INTEGER NOT NULL DEFAULT 0,
    "kept" INTEGER NOT NULL DEFAULT 0,
    "outcome" TEXT NOT NULL,
    "holds" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),
    "released_by" TEXT,

    CONSTRAINT "report_loads_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "report_loads_outcome_known" CHECK ("outcome" IN ('loaded', 'unchanged', 'held')),
    CONSTRAINT "report_loads_days" CHECK ("from_day" <= "to_day"),
    CONSTRAINT "report_loads_held_says_why" CHECK ("outcome" <> 'held' OR jsonb_array_length("holds") > 0),
    CONSTRAINT "report_loads_released_by_somebody" CHECK (("released_at" IS NULL) = ("released_by" IS NULL))
);

-- CreateTable
CREATE TABLE "report_parts" (
    "account_id" TEXT NOT NULL,
    "report" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "day" DATE,
    "country" TEXT NOT NULL,
    "load_id" BIGINT NOT NULL,
    "rows" INTEGER NOT NULL,

    CONSTRAINT "report_parts_pkey" PRIMARY KEY ("account_id","report","part")
);

-- CreateTable
CREATE TABLE "report_rows" (
    "load_id" BIGINT NOT NULL,
    "part" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "report_rows_pkey" PRIMARY KEY ("load_id","part","line")
);

-- CreateIndex
CREATE INDEX "report_loads_account_id_report_file_hash_idx" ON "report_loads"("account_id", "report", "file_hash");

-- CreateIndex
CREATE INDEX "report_parts_load_id_idx" ON "report_parts"("load_id");

-- AddForeignKey
ALTER TABLE "report_loads" ADD CONSTRAINT "report_loads_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "amazon_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_parts" ADD CONSTRAINT "report_parts_load_id_fkey" FOREIGN KEY ("load_id") REFERENCES "report_loads"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_rows" ADD CONSTRAINT "report_rows_load_id_fkey" FOREIGN KEY ("load_id") REFERENCES "report_loads"("id") ON DELETE CASCADE ON UPDATE CASCADE;
