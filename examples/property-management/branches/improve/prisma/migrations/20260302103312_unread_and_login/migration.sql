-- The badge in the header asks for the few messages that are not read yet.
CREATE INDEX "Message_recipientId_unread_idx" ON "Message"("recipientId", "sentAt") WHERE "readAt" IS NULL;

-- Residents write their address in any case when they log in.
CREATE INDEX "Resident_lower_email_idx" ON "Resident"(lower("email"));
