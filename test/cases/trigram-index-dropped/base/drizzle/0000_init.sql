CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "artists" ("id" serial PRIMARY KEY NOT NULL, "name" text NOT NULL, "bio" text NOT NULL);
--> statement-breakpoint
CREATE INDEX "artists_name_trgm_idx" ON "artists" USING gin ("name" gin_trgm_ops);
