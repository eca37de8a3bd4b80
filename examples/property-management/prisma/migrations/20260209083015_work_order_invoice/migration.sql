-- AlterTable
ALTER TABLE "WorkOrder" ADD COLUMN     "invoiceNumber" TEXT;
