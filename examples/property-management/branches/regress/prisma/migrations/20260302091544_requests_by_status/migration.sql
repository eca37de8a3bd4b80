-- DropIndex
DROP INDEX "MaintenanceRequest_tenantId_createdAt_idx";

-- CreateIndex
CREATE INDEX "MaintenanceRequest_tenantId_status_createdAt_idx" ON "MaintenanceRequest"("tenantId", "status", "createdAt");
