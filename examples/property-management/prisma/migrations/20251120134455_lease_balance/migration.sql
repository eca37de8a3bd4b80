-- What a lease still owes: its invoices that were sent, less what was paid on them.
CREATE FUNCTION "lease_balance"("lease" INTEGER) RETURNS NUMERIC
LANGUAGE sql STABLE
AS $$
  SELECT coalesce((SELECT sum("amount") FROM "Invoice" WHERE "leaseId" = "lease" AND "status" <> 'DRAFT' AND "status" <> 'VOID'), 0)
       - coalesce((SELECT sum("amount") FROM "Transaction" WHERE "leaseId" = "lease" AND "invoiceId" IS NOT NULL), 0);
$$;
