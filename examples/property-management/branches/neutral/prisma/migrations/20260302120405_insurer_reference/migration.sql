-- AlterEnum
ALTER TYPE "Trade" ADD VALUE 'GARDENING';

-- AlterTable
ALTER TABLE "MaintenanceRequest" ADD COLUMN     "insurerRef" TEXT;

COMMENT ON COLUMN "MaintenanceRequest"."insurerRef" IS 'The number that the insurer gave the claim';
