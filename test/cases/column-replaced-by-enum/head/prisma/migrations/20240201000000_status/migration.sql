CREATE TYPE "OrderStatus" AS ENUM ('pending', 'shipped', 'done');
ALTER TABLE "Order" ADD COLUMN "status_new" "OrderStatus" NOT NULL DEFAULT 'pending';
UPDATE "Order" SET "status_new" = "status"::"OrderStatus";
ALTER TABLE "Order" DROP COLUMN "status";
ALTER TABLE "Order" RENAME COLUMN "status_new" TO "status";
