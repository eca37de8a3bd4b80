-- AlterTable
ALTER TABLE "MaintenanceRequest" ADD COLUMN     "details" JSONB NOT NULL DEFAULT '{}';

-- DropIndex
DROP INDEX "MaintenanceRequest_tenantId_idx";

-- CreateIndex
CREATE INDEX "MaintenanceRequest_tenantId_createdAt_idx" ON "MaintenanceRequest"("tenantId", "createdAt");

-- Prisma cannot express a partial index: the few requests that are not closed are read all day.
CREATE INDEX "MaintenanceRequest_open_idx" ON "MaintenanceRequest"("propertyId", "createdAt") WHERE "status" IN ('OPEN', 'IN_PROGRESS');
