CREATE TABLE "Order" ("id" SERIAL NOT NULL, "status" TEXT NOT NULL DEFAULT 'pending', "createdAt" TIMESTAMP(3) NOT NULL, "note" TEXT, CONSTRAINT "Order_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Order_status_createdAt_idx" ON "Order"("status", "createdAt");
