-- CreateTable
CREATE TABLE "calendar_overrides" (
    "id" TEXT NOT NULL,
    "agent_id" TEXT,
    "date" DATE NOT NULL,
    "intervals" JSONB NOT NULL,

    CONSTRAINT "calendar_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holidays" (
    "country" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "date" DATE NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "holidays_pkey" PRIMARY KEY ("country","region","year","date")
);

-- CreateTable
CREATE TABLE "holiday_years" (
    "country" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "holiday_years_pkey" PRIMARY KEY ("country","region","year")
);

-- AlterTable
ALTER TABLE "customers" ADD COLUMN "subdivision" TEXT;

-- CreateIndex
CREATE INDEX "calendar_overrides_agent_id_idx" ON "calendar_overrides"("agent_id");

-- CreateIndex
CREATE INDEX "calendar_overrides_date_idx" ON "calendar_overrides"("date");

-- AddForeignKey
ALTER TABLE "calendar_overrides" ADD CONSTRAINT "calendar_overrides_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;
