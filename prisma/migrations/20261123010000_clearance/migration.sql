-- AlterTable
ALTER TABLE "calls" ADD COLUMN IF NOT EXISTS "escalated_at" TIMESTAMPTZ(3);
