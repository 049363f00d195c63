-- CreateTable
CREATE TABLE "profiles" (
    "customer_id" TEXT NOT NULL,
    "run" INTEGER NOT NULL,
    "wish" TEXT NOT NULL,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "sampled" BOOLEAN NOT NULL DEFAULT false,
    "error" JSONB,
    "result" JSONB,
    "reports" JSONB NOT NULL DEFAULT '[]',
    "summary" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "profiles_pkey" PRIMARY KEY ("customer_id")
);

-- CreateTable
CREATE TABLE "profile_samples" (
    "customer_id" TEXT NOT NULL,
    "asin" TEXT NOT NULL,
    "item" JSONB,
    "listed" BOOLEAN NOT NULL DEFAULT false,
    "reading" JSONB,

    CONSTRAINT "profile_samples_pkey" PRIMARY KEY ("customer_id","asin")
);

-- CreateTable
CREATE TABLE "agreements" (
    "customer_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "call_id" TEXT,
    "groups" JSONB NOT NULL,

    CONSTRAINT "agreements_pkey" PRIMARY KEY ("customer_id","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "agreements_key_key" ON "agreements"("key");

-- AddForeignKey
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "profile_samples" ADD CONSTRAINT "profile_samples_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was agreed so far is version 1; who recorded it stands on the timeline. The column stays for processes of before.
INSERT INTO "agreements" ("customer_id", "version", "key", "at", "by", "groups")
SELECT "id", 1, 'customer/' || "id" || '/agreed-before-versions', "updated_at", 'system',
    (SELECT jsonb_agg(one || jsonb_build_object('version', 1, 'at', to_char("updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'by', 'system', 'proposed', NULL, 'overridden', false))
     FROM jsonb_array_elements("agreed") AS one)
FROM "customers"
WHERE jsonb_typeof("agreed") = 'array' AND jsonb_array_length("agreed") > 0;
