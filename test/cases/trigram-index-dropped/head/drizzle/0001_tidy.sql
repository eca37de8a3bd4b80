ALTER TABLE "artists" ADD COLUMN "born" date;
--> statement-breakpoint
DROP INDEX "artists_name_trgm_idx";
