-- CreateTable
CREATE TABLE "policy_versions" (
    "version" INTEGER NOT NULL,
    "policies" JSONB NOT NULL,
    "comment" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_versions_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "team_changes" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "agent_id" TEXT,
    "before" JSONB,
    "after" JSONB,
    "undoes" BIGINT,

    CONSTRAINT "team_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "team_changes_agent_id_id_idx" ON "team_changes"("agent_id", "id");

-- CreateIndex
CREATE INDEX "assignments_decided_at_idx" ON "assignments"("decided_at");

-- AddForeignKey
ALTER TABLE "team_changes" ADD CONSTRAINT "team_changes_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: version 0 is the one in the code, and what changed is one of these.
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_above_zero" CHECK ("version" > 0);
ALTER TABLE "team_changes" ADD CONSTRAINT "team_changes_what_known" CHECK ("what" IN ('agent', 'shifts', 'override'));
ALTER TABLE "team_changes" ADD CONSTRAINT "team_changes_change_something" CHECK ("before" IS NOT NULL OR "after" IS NOT NULL);
