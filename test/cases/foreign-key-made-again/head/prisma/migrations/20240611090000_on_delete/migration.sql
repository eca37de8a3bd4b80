-- DropForeignKey
alter table "members" drop constraint "members_team_id_fkey";

-- DropIndex
drop index "members_team_id_idx";

-- AddForeignKey
alter table "members" add constraint "members_team_id_fkey" foreign key ("team_id") references "teams" ("id") on delete cascade;
