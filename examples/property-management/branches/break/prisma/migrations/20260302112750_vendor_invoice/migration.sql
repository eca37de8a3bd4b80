/*
  Warnings:

  - You are about to drop the column `invoiceNumber` on the `WorkOrder` table. All the data in the column will be lost.

*/
-- AlterTable
ALTER TABLE "WorkOrder" DROP COLUMN "invoiceNumber",
ADD COLUMN     "vendorInvoice" TEXT;
