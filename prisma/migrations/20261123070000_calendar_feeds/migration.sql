-- CreateTable
CREATE TABLE "agent_feeds" (
    "agent_id" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_feeds_pkey" PRIMARY KEY ("agent_id")
);

-- CreateTable
CREATE TABLE "busy_feeds" (
    "id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "agent_id" TEXT,
    "sealed_url" BYTEA NOT NULL,
    "host" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "reading" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "error" JSONB,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "read_at" TIMESTAMPTZ(3),
    "events" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "busy_feeds_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "busy_feeds_status" CHECK ("status" IN ('pending', 'ok', 'failed')),
    CONSTRAINT "busy_feeds_owner" CHECK ("owner" = CASE WHEN "agent_id" IS NULL THEN 'team' ELSE 'agent/' || "agent_id" END)
);

-- CreateTable
CREATE TABLE "busy_times" (
    "feed_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "busy_times_pkey" PRIMARY KEY ("feed_id","starts_at"),
    CONSTRAINT "busy_times_order" CHECK ("starts_at" < "ends_at")
);

-- CreateTable
CREATE TABLE "closed_dates" (
    "feed_id" TEXT NOT NULL,
    "date" DATE NOT NULL,

    CONSTRAINT "closed_dates_pkey" PRIMARY KEY ("feed_id","date")
);

-- CreateIndex
CREATE UNIQUE INDEX "agent_feeds_secret_hash_key" ON "agent_feeds"("secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "busy_feeds_owner_key" ON "busy_feeds"("owner");

-- CreateIndex
CREATE INDEX "busy_feeds_agent_id_idx" ON "busy_feeds"("agent_id");

-- CreateIndex
CREATE INDEX "busy_times_ends_at_idx" ON "busy_times"("ends_at");

-- AddForeignKey
ALTER TABLE "agent_feeds" ADD CONSTRAINT "agent_feeds_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "busy_feeds" ADD CONSTRAINT "busy_feeds_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "busy_times" ADD CONSTRAINT "busy_times_feed_id_fkey" FOREIGN KEY ("feed_id") REFERENCES "busy_feeds"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closed_dates" ADD CONSTRAINT "closed_dates_feed_id_fkey" FOREIGN KEY ("feed_id") REFERENCES "busy_feeds"("id") ON DELETE CASCADE ON UPDATE CASCADE;
