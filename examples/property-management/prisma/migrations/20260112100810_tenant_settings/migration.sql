-- AlterTable
ALTER TABLE "Tenant" ADD COLUMN     "settings" JSONB NOT NULL DEFAULT '{}';

-- DropIndex
DROP INDEX "Lease_tenantId_idx";

-- CreateIndex
CREATE INDEX "Lease_tenantId_status_endDate_idx" ON "Lease"("tenantId", "status", "endDate");

-- CreateIndex
CREATE INDEX "Invoice_tenantId_status_dueDate_idx" ON "Invoice"("tenantId", "status", "dueDate");
