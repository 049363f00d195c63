-- CreateTable
CREATE TABLE "amazon_consents" (
    "state_hash" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "selling_partner_id" TEXT,
    "sealed_token" BYTEA,
    "exchanged_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "amazon_consents_pkey" PRIMARY KEY ("state_hash")
);

-- CreateIndex
CREATE INDEX "amazon_consents_customer_id_idx" ON "amazon_consents"("customer_id");

-- AddForeignKey
ALTER TABLE "amazon_consents" ADD CONSTRAINT "amazon_consents_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customers"("id") ON DELETE CASCADE ON UPDATE CASCADE;
