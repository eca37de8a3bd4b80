-- What the platform sends in a typical minute. "calls" tells how much more often a statement is sent than the rest.

-- Session and dashboard

-- name: users.byEmail
-- calls: 20
SELECT "public"."User"."id", "public"."User"."tenantId", "public"."User"."email", "public"."User"."name", "public"."User"."role"::text, "public"."User"."isActive", "public"."User"."lastSeenAt", "public"."User"."createdAt" FROM "public"."User" WHERE ("public"."User"."email" = 'user625@tenant-40.example' AND 1=1) LIMIT 1 OFFSET 0;

-- name: users.touch
-- calls: 10
UPDATE "public"."User" SET "lastSeenAt" = '2026-03-01 08:00:00' WHERE ("public"."User"."id" = 625 AND 1=1) RETURNING "public"."User"."id", "public"."User"."lastSeenAt";

-- name: tenants.bySlug
-- calls: 20
SELECT "public"."Tenant"."id", "public"."Tenant"."name", "public"."Tenant"."slug", "public"."Tenant"."plan"::text, "public"."Tenant"."settings", "public"."Tenant"."createdAt" FROM "public"."Tenant" WHERE ("public"."Tenant"."slug" = 'tenant-40' AND 1=1) LIMIT 1 OFFSET 0;

-- name: tenants.updateSettings
update "Tenant" set "settings" = "settings" || '{"slaHours": 48}' where "id" = 40;

-- Properties, units, residents

-- name: properties.list
-- calls: 10
SELECT "public"."Property"."id", "public"."Property"."name", "public"."Property"."kind"::text, "public"."Property"."street", "public"."Property"."postalCode", "public"."Property"."city" FROM "public"."Property" WHERE "public"."Property"."tenantId" = 40 ORDER BY "public"."Property"."name" ASC LIMIT 25 OFFSET 0;

-- name: properties.withUnitCounts
select p."id", p."name", count(u."id") as units, sum(u."rent") as rent
from "Property" as p
left join "Unit" as u on u."propertyId" = p."id"
where p."tenantId" = 40
group by p."id"
order by units desc, p."id"
limit 20;

-- name: units.byProperty
-- calls: 10
SELECT "public"."Unit"."id", "public"."Unit"."propertyId", "public"."Unit"."number", "public"."Unit"."floor", "public"."Unit"."bedrooms", "public"."Unit"."areaSqm", "public"."Unit"."rent" FROM "public"."Unit" WHERE "public"."Unit"."propertyId" IN (67,136,195,1095) ORDER BY "public"."Unit"."propertyId" ASC, "public"."Unit"."number" ASC;

-- name: units.vacant
select u."id", u."number", u."rent"
from "Unit" as u
where u."propertyId" = 4
  and not exists (select from "Lease" as l where l."unitId" = u."id" and l."status" in ('ACTIVE', 'NOTICE'))
order by u."number";

-- name: residents.byEmail
select "id", "tenantId", "name", "phone" from "Resident" where lower("email") = 'resident20000@mail.example';

-- name: residents.byNamePrefix
-- calls: 5
select "id", "name", "email" from "Resident" where "tenantId" = 1 and "name" >= 'Marta' and "name" < 'Martb' order by "name", "id" limit 20;

-- name: residents.profile
-- calls: 5
select r."id", r."name", r."email", r."phone", l."id" as "leaseId", l."status", l."endDate", u."number", p."name" as property
from "Resident" as r
join "Lease" as l on l."residentId" = r."id"
join "Unit" as u on u."id" = l."unitId"
join "Property" as p on p."id" = u."propertyId"
where r."id" = 31000
order by l."startDate" desc, l."id" desc;

-- Leases

-- name: leases.byId
-- calls: 10
SELECT "public"."Lease"."id", "public"."Lease"."tenantId", "public"."Lease"."unitId", "public"."Lease"."residentId", "public"."Lease"."status"::text, "public"."Lease"."startDate", "public"."Lease"."endDate", "public"."Lease"."monthlyRent", "public"."Lease"."createdAt" FROM "public"."Lease" WHERE ("public"."Lease"."id" = 51000 AND 1=1) LIMIT 1 OFFSET 0;

-- name: leases.expiring
-- calls: 5
select "id", "unitId", "residentId", "endDate"
from "Lease"
where "tenantId" = 1 and "status" = 'ACTIVE' and "endDate" between '2026-03-01' and '2026-03-31'
order by "endDate", "id"
limit 50;

-- name: leases.balance
select "lease_balance"(40001) as balance;

-- name: leases.sign
INSERT INTO "public"."Lease" ("tenantId","unitId","residentId","status","startDate","endDate","monthlyRent","createdAt") VALUES (4, 20000, 20000, 'DRAFT'::"LeaseStatus", '2026-04-01', NULL, 540.00, '2026-03-01 08:05:00') RETURNING "id", "status"::text;

-- Maintenance

-- name: maintenance.inbox
-- calls: 20
SELECT "public"."MaintenanceRequest"."id", "public"."MaintenanceRequest"."propertyId", "public"."MaintenanceRequest"."unitId", "public"."MaintenanceRequest"."status"::text, "public"."MaintenanceRequest"."priority"::text, "public"."MaintenanceRequest"."summary", "public"."MaintenanceRequest"."createdAt" FROM "public"."MaintenanceRequest" WHERE "public"."MaintenanceRequest"."tenantId" = 1 ORDER BY "public"."MaintenanceRequest"."createdAt" DESC LIMIT 20 OFFSET 0;

-- name: maintenance.inboxOfSmallTenant
-- calls: 5
SELECT "public"."MaintenanceRequest"."id", "public"."MaintenanceRequest"."propertyId", "public"."MaintenanceRequest"."unitId", "public"."MaintenanceRequest"."status"::text, "public"."MaintenanceRequest"."priority"::text, "public"."MaintenanceRequest"."summary", "public"."MaintenanceRequest"."createdAt" FROM "public"."MaintenanceRequest" WHERE "public"."MaintenanceRequest"."tenantId" = 290 ORDER BY "public"."MaintenanceRequest"."createdAt" DESC LIMIT 20 OFFSET 0;

-- name: maintenance.olderPage
-- calls: 5
select "id", "status", "summary", "createdAt"
from "MaintenanceRequest"
where "tenantId" = 7 and "createdAt" < '2025-11-01'
order by "createdAt" desc
limit 50;

-- name: maintenance.cancelled
select "id", "propertyId", "summary", "createdAt"
from "MaintenanceRequest"
where "tenantId" = 1 and "status" = 'CANCELLED'
order by "createdAt" desc
limit 50;

-- name: maintenance.openByProperty
-- calls: 20
select "id", "unitId", "status", "priority", "summary", "createdAt"
from "MaintenanceRequest"
where "propertyId" = 1073 and "status" in ('OPEN', 'IN_PROGRESS')
order by "createdAt"
limit 20;

-- name: maintenance.byUnit
-- calls: 5
select "id", "status", "summary", "createdAt", "completedAt" from "MaintenanceRequest" where "unitId" = 1067 order by "createdAt" desc limit 20;

-- name: maintenance.assignedTo
-- calls: 10
select r."id", r."status", r."priority", r."summary", p."name" as property
from "MaintenanceRequest" as r
join "Property" as p on p."id" = r."propertyId"
where r."assigneeId" = 625 and r."status" in ('OPEN', 'IN_PROGRESS')
order by r."priority" desc, r."createdAt"
limit 20;

-- name: maintenance.detail
-- calls: 10
select r."id", r."summary", r."description", r."details", r."status", u."number" as unit, p."name" as property, s."name" as resident, a."name" as assignee
from "MaintenanceRequest" as r
join "Unit" as u on u."id" = r."unitId"
join "Property" as p on p."id" = r."propertyId"
left join "Resident" as s on s."id" = r."residentId"
left join "User" as a on a."id" = r."assigneeId"
where r."id" = 120000;

-- name: maintenance.fromSensors
select "id", "summary", "details" ->> 'photos' as photos
from "MaintenanceRequest"
where "tenantId" = 40 and "createdAt" >= '2025-09-01' and "details" ->> 'source' = 'sensor'
order by "createdAt" desc;

-- name: maintenance.report
INSERT INTO "public"."MaintenanceRequest" ("tenantId","propertyId","unitId","residentId","status","priority","summary","description","details","createdAt") VALUES (140, 318, 1067, 1067, 'OPEN'::"RequestStatus", 'HIGH'::"Priority", 'Cold radiator', 'The radiator in the bedroom stays cold', '{"source": "app", "photos": 1}', '2026-03-01 08:10:00') RETURNING "id";

-- name: maintenance.assign
update "MaintenanceRequest" set "assigneeId" = 2227, "status" = 'IN_PROGRESS' where "id" = 159990 returning "id", "status";

-- name: maintenance.delete
delete from "MaintenanceRequest" where "id" = 120001;

-- name: workOrders.byRequest
-- calls: 10
select w."id", w."status", w."scheduledFor", w."cost", w."invoiceNumber", v."name" as vendor
from "WorkOrder" as w
join "Vendor" as v on v."id" = w."vendorId"
where w."requestId" = 120000
order by w."id";

-- name: workOrders.agenda
-- calls: 5
select w."id", w."scheduledFor", r."summary", r."propertyId"
from "WorkOrder" as w
join "MaintenanceRequest" as r on r."id" = w."requestId"
where w."vendorId" = 3 and w."scheduledFor" between '2026-02-16' and '2026-03-15'
order by w."scheduledFor", w."id";

-- name: workOrders.complete
update "WorkOrder" set "status" = 'DONE', "hours" = 2.5, "cost" = 212.50, "invoiceNumber" = 'V-2026-0117' where "id" = 59997 returning "id", "cost";

-- Messages

-- name: messages.thread
-- calls: 20
select "id", "senderId", "body", "sentAt", "readAt" from "Message" where "requestId" = 140914 order by "sentAt" limit 50;

-- name: messages.unread
select m."id", m."requestId", m."body", m."sentAt"
from "Message" as m
where m."recipientId" = 13 and m."readAt" is null
order by m."sentAt" desc
limit 20;

-- name: messages.send
-- calls: 5
INSERT INTO "public"."Message" ("requestId","senderId","recipientId","body","sentAt") VALUES (140914, NULL, 625, 'Is there any news?', '2026-03-01 08:15:00') RETURNING "id";

-- Billing

-- name: invoices.overdue
-- calls: 5
select i."id", i."number", i."amount", i."dueDate", s."name" as resident
from "Invoice" as i
join "Lease" as l on l."id" = i."leaseId"
join "Resident" as s on s."id" = l."residentId"
where i."tenantId" = 40 and i."status" = 'OVERDUE' and i."dueDate" < '2026-03-01'
order by i."dueDate", i."id"
limit 50;

-- name: invoices.upsert
insert into "Invoice" ("tenantId", "leaseId", "number", "status", "amount", "dueDate", "createdAt")
values (72, 39000, 1213, 'SENT', 1482.65, '2026-03-03', '2026-03-01 08:20:00')
on conflict ("tenantId", "number") do update set "status" = excluded."status", "amount" = excluded."amount"
returning "id";

-- name: transactions.byReference
-- calls: 5
SELECT "public"."Transaction"."id", "public"."Transaction"."leaseId", "public"."Transaction"."invoiceId", "public"."Transaction"."kind"::text, "public"."Transaction"."amount", "public"."Transaction"."bookedAt" FROM "public"."Transaction" WHERE ("public"."Transaction"."reference" = 'RF850000150001' AND 1=1) LIMIT 1 OFFSET 0;

-- name: transactions.statement
-- calls: 5
select "id", "kind", "amount", "bookedAt" from "Transaction" where "leaseId" = 30001 order by "bookedAt" desc limit 24;

-- name: transactions.latest
-- calls: 10
select t."id", t."kind", t."amount", t."bookedAt", s."name" as resident
from "Transaction" as t
join "Lease" as l on l."id" = t."leaseId"
join "Resident" as s on s."id" = l."residentId"
where t."tenantId" = 1
order by t."bookedAt" desc
limit 25;

-- name: transactions.record
INSERT INTO "public"."Transaction" ("tenantId","leaseId","invoiceId","kind","amount","reference","bookedAt") VALUES (4, 20000, NULL, 'RENT'::"TransactionKind", 525.78, 'RF180000900001', '2026-03-01 08:25:00') RETURNING "id";

-- Documents and the audit log

-- name: documents.byEnvelope
-- calls: 5
select "id", "name", "sizeBytes" from "Document" where "metadata" @> '{"envelope": "env-133"}' order by "id";

-- name: documents.recent
-- calls: 5
select "id", "name", "mimeType", "sizeBytes" from "Document" where "tenantId" = 40 order by "createdAt" desc limit 20;

-- name: documents.delete
delete from "Document" where "id" = 20000;

-- name: audit.byEntity
-- calls: 5
select "id", "action", "userId", "diff", "createdAt" from "AuditLog" where "entity" = 'MaintenanceRequest' and "entityId" = 11288 order by "createdAt" desc;

-- name: audit.append
-- calls: 10
INSERT INTO "public"."AuditLog" ("tenantId","userId","action","entity","entityId","diff","createdAt") VALUES (40, 625, 'update', 'Lease', 20000, '{"field": "status", "version": 2}', '2026-03-01 08:30:00') RETURNING "id";

-- Reports

-- name: reports.rentRoll
select p."id", p."name", count(*) as leases, sum(l."monthlyRent") as rent
from "Lease" as l
join "Unit" as u on u."id" = l."unitId"
join "Property" as p on p."id" = u."propertyId"
where l."tenantId" = 1 and l."status" in ('ACTIVE', 'NOTICE')
group by p."id"
order by rent desc, p."id"
limit 50;

-- name: reports.revenueByMonth
select date_trunc('month', "bookedAt") as month, "kind", count(*), sum("amount") as amount
from "Transaction"
where "tenantId" = 7 and "bookedAt" >= '2025-11-01' and "bookedAt" < '2026-03-01'
group by month, "kind"
order by month, "kind";

-- name: reports.responseTimes
select r."priority", count(*), round(avg(extract(epoch from r."completedAt" - r."createdAt")) / 3600, 1) as hours
from "MaintenanceRequest" as r
where r."createdAt" >= '2025-03-01' and r."status" = 'COMPLETED'
group by r."priority"
order by r."priority";

-- name: reports.vendorCosts
select v."id", v."name", count(*) as jobs, sum(w."cost") as cost
from "Vendor" as v
join "WorkOrder" as w on w."vendorId" = v."id"
where v."tenantId" = 1 and w."status" = 'DONE' and w."scheduledFor" >= '2025-09-01'
group by v."id"
order by cost desc, v."id";
