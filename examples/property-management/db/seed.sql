-- About 860,000 rows, the same on every run and every PostgreSQL version: all values are hashes of the row's number.
-- Sizes are skewed as they are in life: the largest tenant has 15 % of the properties, 3 % of the requests are open.
-- The data end on 2026-03-01.

set work_mem = '128MB';

-- Foreign keys are checked once for each table at the end, not once for each row.
create temporary table foreign_key as
select c."oid", c."conrelid"::regclass::text as relation, c."conname" as name, pg_get_constraintdef(c."oid") as definition
from pg_constraint as c
where c."contype" = 'f' and c."connamespace" = 'public'::regnamespace;

do $$
declare
  fk record;
begin
  for fk in select * from foreign_key order by "oid" loop
    execute format('alter table %s drop constraint %I', fk.relation, fk.name);
  end loop;
end
$$;

-- A whole number from 0 to size - 1; another salt gives an independent one.
create function pg_temp.pick(n bigint, salt integer, size integer) returns integer language sql immutable as $$
  select ((hashint8extended(n, salt) & 9223372036854775807) % size)::integer
$$;

-- A whole number from 1 to size, small ones far more often.
create function pg_temp.skewed(n bigint, salt integer, size integer) returns integer language sql immutable as $$
  select 1 + (pg_temp.pick(n, salt, 1000000)::bigint * pg_temp.pick(n, salt, 1000000) * pg_temp.pick(n, salt, 1000000)
    / 1000000000 * size / 1000000000)::integer
$$;

create function pg_temp.one_of(n bigint, salt integer, words text[]) returns text language sql immutable as $$
  select words[1 + pg_temp.pick(n, salt, cardinality(words))]
$$;

insert into "Tenant" ("id", "name", "slug", "plan", "settings", "createdAt")
select
  n,
  pg_temp.one_of(n, 1, '{Harbour,Linden,Northgate,Riverside,Summit,Meadow,Castle,Orchard}') || ' '
    || pg_temp.one_of(n, 2, '{Homes,Estates,Living,Properties,Residences}') || ' ' || n,
  'tenant-' || n,
  (case when n <= 20 then 'ENTERPRISE' when n <= 120 then 'BUSINESS' else 'STARTER' end)::"Plan",
  jsonb_build_object('currency', pg_temp.one_of(n, 3, '{EUR,USD,GBP}'), 'slaHours', 24 * (1 + pg_temp.pick(n, 4, 3))),
  timestamp '2023-01-02 08:00' + n * interval '31 hours'
from generate_series(1, 300) as n;

-- Sixteen members of staff for each tenant: tenant n has the users 16 * (n - 1) + 1 to 16 * n.
insert into "User" ("id", "tenantId", "email", "name", "role", "isActive", "lastSeenAt", "createdAt")
select
  n,
  1 + (n - 1) / 16,
  'user' || n || '@tenant-' || 1 + (n - 1) / 16 || '.example',
  pg_temp.one_of(n, 11, '{Ada,Ben,Chloe,David,Emma,Felix,Grace,Hugo,Ines,Jonas,Klara,Liam}') || ' '
    || pg_temp.one_of(n, 12, '{Adler,Brandt,Costa,Dupont,Evans,Fischer,Garcia,Hansen,Ivanov,Jansen}'),
  (case (n - 1) % 16 when 0 then 'ADMIN' when 1 then 'ACCOUNTANT' when 2 then 'ACCOUNTANT'
    else pg_temp.one_of(n, 13, '{MANAGER,MANAGER,TECHNICIAN}') end)::"UserRole",
  pg_temp.pick(n, 14, 100) >= 7,
  case when pg_temp.pick(n, 15, 10) > 0 then timestamp '2026-03-01' - pg_temp.skewed(n, 16, 200000) * interval '1 minute' end,
  timestamp '2023-01-05 09:00' + n * interval '5 hours'
from generate_series(1, 4800) as n;

insert into "Property" ("id", "tenantId", "name", "kind", "street", "postalCode", "city", "features", "createdAt")
select
  n,
  pg_temp.skewed(n, 21, 300),
  pg_temp.one_of(n, 22, '{Maple,Cedar,Willow,Station,Market,Church,Garden,Mill}') || ' '
    || pg_temp.one_of(n, 23, '{Court,House,Lofts,Yard,Terrace}') || ' ' || n,
  (case when pg_temp.pick(n, 24, 100) < 82 then 'RESIDENTIAL' when pg_temp.pick(n, 24, 100) < 93 then 'MIXED' else 'COMMERCIAL' end)::"PropertyKind",
  1 + pg_temp.pick(n, 25, 180) || ' ' || pg_temp.one_of(n, 26, '{Park Street,High Road,Canal Lane,Hill Avenue,Quay}'),
  lpad(pg_temp.pick(n, 27, 100000)::text, 5, '0'),
  pg_temp.one_of(n, 28, '{Hamburg,Lyon,Porto,Leeds,Utrecht,Graz,Malmö,Ghent}'),
  jsonb_build_object('lift', pg_temp.pick(n, 29, 3) > 0, 'heating', pg_temp.one_of(n, 30, '{gas,district,heat pump}')),
  timestamp '2023-02-01 10:00' + n * interval '3 hours'
from generate_series(1, 6000) as n;

insert into "Unit" ("id", "propertyId", "number", "floor", "bedrooms", "areaSqm", "rent")
select
  n, property, number, number / 6, 1 + pg_temp.pick(n, 32, 4), 28 + pg_temp.pick(n, 33, 110),
  round(420 + pg_temp.pick(n, 34, 180000) / 100.0, 2)
from (
  select n, property, row_number() over (partition by property order by n) as number
  from (select n, pg_temp.skewed(n, 31, 6000) as property from generate_series(1, 40000) as n) as placed
) as numbered
order by n;

-- Resident n lives, or lived, in unit n; those above 40,000 followed somebody.
insert into "Resident" ("id", "tenantId", "name", "email", "phone", "createdAt")
select
  n,
  p."tenantId",
  pg_temp.one_of(n, 41, '{Anna,Boris,Clara,Dario,Elif,Farid,Greta,Henri,Iris,Jakob,Kofi,Lena,Marta,Nils,Olga,Pavel}') || ' '
    || pg_temp.one_of(n, 42, '{Meyer,Novak,Okafor,Petit,Rossi,Santos,Tanaka,Urban,Vogel,Weber,Yilmaz,Zeman}'),
  case when pg_temp.pick(n, 43, 4) = 0 then 'Resident' else 'resident' end || n || '@mail.example',
  case when pg_temp.pick(n, 44, 5) > 0 then '+49 40 ' || 1000000 + pg_temp.pick(n, 45, 8999999) end,
  timestamp '2023-03-01 12:00' + n * interval '31 minutes'
from generate_series(1, 50000) as n
join "Unit" as u on u."id" = 1 + (n - 1) % 40000
join "Property" as p on p."id" = u."propertyId"
order by n;

-- Lease n belongs to resident n; the last 10,000 are renewals of those of the residents 30,001 to 40,000.
insert into "Lease" ("id", "tenantId", "unitId", "residentId", "status", "startDate", "endDate", "monthlyRent", "createdAt")
select
  n,
  r."tenantId",
  u."id",
  r."id",
  state::"LeaseStatus",
  signed,
  case state
    when 'ENDED' then least(signed + 180 + pg_temp.pick(n, 52, 500), date '2026-02-25' - pg_temp.pick(n, 52, 90))
    when 'NOTICE' then date '2026-03-05' + pg_temp.pick(n, 53, 150)
    when 'ACTIVE' then case when pg_temp.pick(n, 54, 3) > 0 then date '2026-03-10' + pg_temp.pick(n, 55, 700) end
  end,
  u."rent",
  signed - interval '20 days' + pg_temp.pick(n, 56, 86400) * interval '1 second'
from (
  select
    n,
    case when n > 50000 then n - 20000 else n end as resident,
    date '2023-04-01' + (n / 60 + pg_temp.pick(n, 51, 30)) as signed,
    case
      when n <= 10000 or n between 30001 and 40000 then 'ENDED'
      when pg_temp.pick(n, 57, 1000) < 4 then 'DRAFT'
      when pg_temp.pick(n, 57, 1000) < 34 then 'NOTICE'
      when pg_temp.pick(n, 57, 1000) < 84 then 'ENDED'
      else 'ACTIVE'
    end as state
  from generate_series(1, 60000) as n
) as planned
join "Resident" as r on r."id" = resident
join "Unit" as u on u."id" = 1 + (resident - 1) % 40000
order by n;

-- Five vendors for each tenant: tenant n has the vendors 5 * (n - 1) + 1 to 5 * n.
insert into "Vendor" ("id", "tenantId", "name", "trade", "hourlyRate", "isActive")
select
  n,
  1 + (n - 1) / 5,
  pg_temp.one_of(n, 61, '{Swift,Solid,Bright,Trusty,Prime}') || ' ' || pg_temp.one_of(n, 62, '{Repairs,Services,Works,Brothers}') || ' ' || n,
  (enum_range(null::"Trade"))[1 + n % 5],
  45 + pg_temp.pick(n, 63, 60),
  pg_temp.pick(n, 64, 20) > 0
from generate_series(1, 1500) as n;

insert into "MaintenanceRequest"
  ("id", "tenantId", "propertyId", "unitId", "residentId", "assigneeId", "status", "priority", "summary", "description", "details", "createdAt", "completedAt")
select
  n,
  p."tenantId",
  p."id",
  u."id",
  case when pg_temp.pick(n, 72, 10) > 0 then u."id" end,
  case when state <> 'OPEN' or pg_temp.pick(n, 73, 10) < 6 then 16 * (p."tenantId" - 1) + 1 + pg_temp.pick(n, 74, 16) end,
  state::"RequestStatus",
  pg_temp.one_of(n, 75, '{LOW,LOW,LOW,NORMAL,NORMAL,NORMAL,NORMAL,NORMAL,NORMAL,NORMAL,NORMAL,NORMAL,NORMAL,HIGH,HIGH,HIGH,HIGH,HIGH,HIGH,EMERGENCY}')::"Priority",
  pg_temp.one_of(n, 76, '{Leaking,Broken,Noisy,Blocked,Cold,Cracked}') || ' ' || pg_temp.one_of(n, 77, '{tap,radiator,window,lift,drain,door lock,boiler,light}'),
  'Reported in unit ' || u."number" || ' on floor ' || u."floor" || '; ' || pg_temp.one_of(n, 78, '{please ring first,anybody may enter,only after five,key at the desk}'),
  ('{"source": "' || pg_temp.one_of(n, 79, '{app,app,app,phone,email,sensor}') || '", "photos": ' || pg_temp.pick(n, 80, 5) || '}')::jsonb,
  created,
  case state when 'COMPLETED' then created + (1 + pg_temp.skewed(n, 81, 40000)) * interval '1 minute' end
from (
  select
    n,
    timestamp(3) '2024-03-01' + (n * 394 + pg_temp.pick(n, 70, 394)) * interval '1 second' as created,
    pg_temp.skewed(n, 71, 40000) as unit,
    case
      when n > 155500 and pg_temp.pick(n, 69, 10) < 5 then 'OPEN'
      when n > 150500 and pg_temp.pick(n, 69, 10) < 7 then 'IN_PROGRESS'
      when pg_temp.pick(n, 68, 1000) < 3 then 'OPEN'
      when pg_temp.pick(n, 68, 1000) < 44 then 'CANCELLED'
      else 'COMPLETED'
    end as state
  from generate_series(1, 160000) as n
) as reported
join "Unit" as u on u."id" = unit
join "Property" as p on p."id" = u."propertyId"
order by n;

insert into "WorkOrder" ("id", "requestId", "vendorId", "status", "scheduledFor", "hours", "cost", "notes", "createdAt")
select
  n,
  r."id",
  5 * (r."tenantId" - 1) + 1 + pg_temp.pick(n, 92, 5),
  state::"WorkOrderStatus",
  r."createdAt"::date + 1 + pg_temp.pick(n, 93, 14),
  case state when 'DONE' then 0.5 + pg_temp.pick(n, 94, 30) / 4.0 end,
  case state when 'DONE' then round(40 + pg_temp.pick(n, 95, 90000) / 100.0, 2) end,
  case when pg_temp.pick(n, 96, 4) = 0 then pg_temp.one_of(n, 97, '{parts ordered,second visit needed,done at once,access denied}') end,
  r."createdAt" + pg_temp.pick(n, 98, 2880) * interval '1 minute'
from (
  select
    n,
    n * 8 / 3 as request,
    case
      when n > 58300 then pg_temp.one_of(n, 91, '{SCHEDULED,SCHEDULED,ACCEPTED}')
      when pg_temp.pick(n, 91, 100) < 4 then 'REJECTED'
      else 'DONE'
    end as state
  from generate_series(1, 60000) as n
) as ordered
join "MaintenanceRequest" as r on r."id" = request
order by n;

-- Half of the messages go to a member of staff, the rest to the resident.
insert into "Message" ("id", "requestId", "senderId", "recipientId", "body", "sentAt", "readAt")
select
  n,
  r."id",
  case when not incoming then 16 * (r."tenantId" - 1) + 1 + pg_temp.pick(n, 103, 16) end,
  case when incoming then 16 * (r."tenantId" - 1) + 1 + pg_temp.pick(n, 104, 16) end,
  pg_temp.one_of(n, 105, '{Hello\, ,Good morning\, ,Thanks: ,Update: }')
    || pg_temp.one_of(n, 106, '{the technician comes on Monday,it still does not work,parts are on their way,could you call me back,all is well again,please send a photo}')
    || '. (' || n || ')',
  sent,
  case when pg_temp.pick(n, 107, 1000) >= 15 and (n < 197500 or pg_temp.pick(n, 107, 1000) >= 400) then sent + pg_temp.skewed(n, 108, 4000) * interval '1 minute' end
from (
  select
    n,
    greatest(1, n * 4 / 5 - pg_temp.skewed(n, 101, 900)) as request,
    pg_temp.pick(n, 102, 2) = 0 as incoming,
    timestamp(3) '2024-03-03' + (n * 313 + pg_temp.pick(n, 100, 313)) * interval '1 second' as sent
  from generate_series(1, 200000) as n
) as written
join "MaintenanceRequest" as r on r."id" = request
order by n;

insert into "Invoice" ("id", "tenantId", "leaseId", "number", "status", "amount", "dueDate", "createdAt")
select
  n,
  l."tenantId",
  l."id",
  1000 + row_number() over (partition by l."tenantId" order by n),
  (case when pick < 80 then 'PAID' when pick < 89 then 'SENT' when pick < 95 then 'OVERDUE' when pick < 98 then 'DRAFT' else 'VOID' end)::"InvoiceStatus",
  l."monthlyRent" + pg_temp.pick(n, 112, 12000) / 100.0,
  date '2026-01-05' + n / 850,
  timestamp '2025-12-20' + n * interval '90 seconds'
from (
  select n, 1 + (n + 109999) % 60000 as lease, pg_temp.pick(n, 111, 100) as pick from generate_series(1, 50000) as n
) as issued
join "Lease" as l on l."id" = lease
order by n;

-- Transaction n pays invoice n - 110,000 where that is paid.
insert into "Transaction" ("id", "tenantId", "leaseId", "invoiceId", "kind", "amount", "reference", "bookedAt")
select
  n,
  l."tenantId",
  l."id",
  case when n > 110000 and pg_temp.pick(n - 110000, 111, 100) < 80 then n - 110000 end,
  (case when pick < 900 then 'RENT' when pick < 960 then 'FEE' when pick < 985 then 'DEPOSIT' else 'REFUND' end)::"TransactionKind",
  case when pick < 900 then l."monthlyRent" when pick < 985 then round(20 + pg_temp.pick(n, 122, 90000) / 100.0, 2) else -round(10 + pg_temp.pick(n, 123, 30000) / 100.0, 2) end,
  'RF' || lpad((n * 37 % 97)::text, 2, '0') || lpad(n::text, 10, '0'),
  timestamp(3) '2025-11-01' + (n * 64 + pg_temp.pick(n, 120, 64)) * interval '1 second'
from (
  select n, 1 + (n - 1) % 60000 as lease, pg_temp.pick(n, 121, 1000) as pick from generate_series(1, 160000) as n
) as booked
join "Lease" as l on l."id" = lease
order by n;

insert into "Document" ("id", "tenantId", "propertyId", "leaseId", "name", "mimeType", "sizeBytes", "metadata", "createdAt")
select
  n,
  l."tenantId",
  u."propertyId",
  case when pg_temp.pick(n, 131, 3) > 0 then l."id" end,
  pg_temp.one_of(n, 132, '{Lease contract,Handover protocol,Energy certificate,House rules,Photo,Insurance}') || ' ' || n,
  pg_temp.one_of(n, 133, '{application/pdf,application/pdf,application/pdf,image/jpeg,image/png}'),
  20000 + pg_temp.skewed(n, 134, 4000000),
  jsonb_build_object('signed', pg_temp.pick(n, 135, 10) > 0, 'folder', pg_temp.one_of(n, 136, '{contracts,technical,photos,legal}'), 'envelope', 'env-' || n / 3),
  timestamp(3) '2024-01-10' + (n * 2600 + pg_temp.pick(n, 137, 2600)) * interval '1 second'
from (select n, pg_temp.pick(n, 130, 60000) + 1 as lease from generate_series(1, 25000) as n) as filed
join "Lease" as l on l."id" = lease
join "Unit" as u on u."id" = l."unitId"
order by n;

insert into "AuditLog" ("id", "tenantId", "userId", "action", "entity", "entityId", "diff", "createdAt")
select
  n,
  tenant,
  case when pg_temp.pick(n, 142, 12) > 0 then 16 * (tenant - 1) + 1 + pg_temp.pick(n, 143, 16) end,
  pg_temp.one_of(n, 144, '{create,update,update,update,update,delete}'),
  pg_temp.one_of(n, 145, '{MaintenanceRequest,MaintenanceRequest,MaintenanceRequest,Lease,Invoice,Document}'),
  1 + pg_temp.pick(n, 146, 30000),
  jsonb_build_object('field', pg_temp.one_of(n, 147, '{status,assigneeId,priority,dueDate}'), 'version', 1 + pg_temp.pick(n, 148, 9)),
  timestamp(3) '2025-06-01' + (n * 588 + pg_temp.pick(n, 140, 588)) * interval '1 second'
from (select n, pg_temp.skewed(n, 141, 300) as tenant from generate_series(1, 40000) as n) as logged;

select setval(pg_get_serial_sequence('"' || tablename || '"', 'id'), last)
from (values
  ('Tenant', 300), ('User', 4800), ('Property', 6000), ('Unit', 40000), ('Resident', 50000), ('Lease', 60000), ('Vendor', 1500),
  ('MaintenanceRequest', 160000), ('WorkOrder', 60000), ('Message', 200000), ('Invoice', 50000), ('Transaction', 160000),
  ('Document', 25000), ('AuditLog', 40000)
) as t (tablename, last);

do $$
declare
  fk record;
begin
  for fk in select * from foreign_key order by "oid" loop
    execute format('alter table %s add constraint %I %s', fk.relation, fk.name, fk.definition);
  end loop;
end
$$;

drop table foreign_key;
reset work_mem;
