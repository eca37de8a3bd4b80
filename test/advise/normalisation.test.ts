import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from '../trial/advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const NORMAL_FORMS: ReadonlySet<string> = new Set([
  'partial-dependency',
  'transitive-dependency',
  'copied-column',
  'list-in-text',
  'numbered-columns',
  'entity-attribute-value',
])

/** Keys of what is said of a schema's normal form. */
async function violationsIn(base: string): Promise<readonly string[]> {
  const { findings } = await advised(server, { base, load: { one: 'select 1' } })
  return findings.flatMap(({ rule, key }) => (NORMAL_FORMS.has(rule) ? [key] : []))
}

/** Five schemas in third normal form; their rows repeat in step, as generated ones do, so that a lot depends by chance. */
const NORMAL: Readonly<Record<string, string>> = {
  shop: `
    create table customers (id int primary key, email text not null, city text not null, tier int not null);
    create table orders (id int primary key, customer_id int not null references customers, status text not null,
      placed_on date not null, note text);
    create table order_lines (order_id int references orders, line_no int, sku text not null, quantity int not null,
      paid numeric not null, primary key (order_id, line_no));
    insert into customers select i, 'u' || i || '@mail.example', 'city ' || i % 20, i % 4 from generate_series(1, 200) i;
    insert into orders select i, 1 + i % 200, (array['open', 'paid', 'sent', 'void'])[1 + i % 4], date '2026-01-01' + i % 50,
      'n' || i % 10 from generate_series(1, 2000) i;
    insert into order_lines select 1 + i / 3, i % 3, 'sku' || i % 70, 1 + i % 5, i % 90 from generate_series(3, 3000) i`,
  school: `
    create table courses (code text primary key, title text not null, room text not null);
    create table students (id int primary key, full_name text not null, birth_year int not null);
    create table enrolments (student_id int references students, course_code text references courses, grade text,
      term text not null, primary key (student_id, course_code));
    insert into courses select 'c' || i, 'course ' || i, 'r' || i % 7 from generate_series(1, 30) i;
    insert into students select i, 'student ' || i, 1990 + i % 15 from generate_series(1, 300) i;
    insert into enrolments select s, 'c' || 1 + (s + n) % 30, chr(65 + (s * n) % 5), 't' || (s + n * n) % 6
    from generate_series(1, 300) s, generate_series(1, 5) n`,
  tenants: `
    create table tenants (id int primary key, name text not null, region text not null);
    create table users (id int primary key, tenant_id int not null references tenants, email text not null, role text not null,
      region text not null);
    create table tickets (id int primary key, tenant_id int not null references tenants, assignee_id int references users,
      status text not null, title text not null);
    insert into tenants select i, 'tenant ' || i, 'eu-' || i % 3 from generate_series(1, 40) i;
    insert into users select i, 1 + i % 40, 'u' || i || '@mail.example', (array['admin', 'agent'])[1 + i % 2], 'eu-' || i % 4
    from generate_series(1, 400) i;
    insert into tickets select i, 1 + i % 40, 1 + i % 400, (array['open', 'done'])[1 + i % 2], 'ticket ' || i
    from generate_series(1, 4000) i`,
  places: `
    create table countries (code text primary key, name text not null, currency text not null);
    create table cities (id int primary key, country_code text not null references countries, name text not null);
    create table addresses (id int primary key, city_id int not null references cities, address_line1 text not null,
      address_line2 text, zip text not null);
    insert into countries select 'k' || i, 'country ' || i, 'cur' || i % 9 from generate_series(1, 30) i;
    insert into cities select i, 'k' || 1 + i % 30, 'city ' || i from generate_series(1, 150) i;
    insert into addresses select i, 1 + i % 150, 'street ' || i, null, 'z' || i % 500 from generate_series(1, 3000) i`,
  sensors: `
    create table devices (id int primary key, serial_number text not null unique, model text not null);
    create table readings (device_id int references devices, taken_at timestamptz, celsius numeric not null, battery int not null,
      primary key (device_id, taken_at));
    insert into devices select i, 's' || i, 'm' || i % 5 from generate_series(1, 60) i;
    insert into readings select 1 + i % 60, timestamptz '2026-01-01Z' + i * interval '1 minute', i % 30, i % 100
    from generate_series(1, 4000) i`,
}

/** Schemas with what was planted in them. */
const PLANTED: readonly (readonly [name: string, schema: string, planted: readonly string[]])[] = [
  [
    'an order line that repeats its product',
    `create table lines (order_id int, product_id int, product_name text not null, product_brand text not null, quantity int not null,
       primary key (order_id, product_id));
     insert into lines select i / 4, i % 60, 'product ' || i % 60, 'brand ' || i % 60 / 3, i % 9 from generate_series(1, 3000) i`,
    ['partial-dependency:public.lines:product_id,product_name,product_brand'],
  ],
  [
    'an employee with the department’s place, whose copies have drifted',
    `create table employees (id int primary key, full_name text not null, dept_no int not null, dept_location text not null);
     insert into employees select i, 'e' || i, i % 100, case when i = 7 then 'elsewhere' else 'site ' || i % 100 / 2 end
     from generate_series(1, 3000) i`,
    ['transitive-dependency:public.employees:dept_no,dept_location'],
  ],
  [
    'a log line that repeats what its host is',
    `create table log_lines (id bigint primary key, host text not null, host_region text not null, host_os text not null,
       severity text not null, service text not null, message text not null);
     insert into log_lines select i, 'host-' || h, (array['eu', 'us', 'ap'])[1 + h % 3], (array['debian', 'alpine'])[1 + h % 2],
       (array['info', 'warn', 'error'])[1 + i % 3], 'service ' || i % 7, 'm' || i
     from generate_series(1, 4000) i, lateral (select i * i % 37 as h) as hosts`,
    ['transitive-dependency:public.log_lines:host,host_region,host_os'],
  ],
  [
    'an invoice that keeps its customer’s address as well',
    `create table customers (id int primary key, address text not null, vat_id text not null);
     create table invoices (id int primary key, customer_id int not null references customers, customer_address text not null,
       customer_vat_id text not null, total numeric not null);
     insert into customers select i, 'street ' || i, 'vat' || i from generate_series(1, 120) i;
     insert into invoices select i, 1 + i % 120, 'street ' || 1 + i % 120, 'vat' || 1 + i % 120, i % 77 from generate_series(1, 2000) i`,
    ['copied-column:public.invoices:customer_address', 'copied-column:public.invoices:customer_vat_id'],
  ],
  [
    'lists and numbered columns',
    `create table suppliers (id int primary key, phone1 text, phone2 text, regions text not null);
     insert into suppliers select i, '+1' || i, null, (select string_agg('r' || n, ', ') from generate_series(1, 1 + i % 5) n)
     from generate_series(1, 600) i`,
    ['list-in-text:public.suppliers:regions', 'numbered-columns:public.suppliers:phone1,phone2'],
  ],
  [
    'a class that repeats its teacher, and attributes in rows',
    `create table lessons (class_id int, weekday int, hour int, teacher text not null, topic text not null,
       primary key (class_id, weekday, hour));
     create table class_properties (class_id int, property text, value text, primary key (class_id, property));
     insert into lessons select c, d, h, 'teacher ' || c, 'topic ' || (c * 7 + d * 3 + h) % 50
     from generate_series(1, 40) c, generate_series(1, 5) d, generate_series(1, 6) h;
     insert into class_properties select c, 'p' || p, 'v' || (c * p) % 30 from generate_series(1, 40) c, generate_series(1, 4) p`,
    ['entity-attribute-value:public.class_properties', 'partial-dependency:public.lessons:class_id,teacher'],
  ],
]

test('columns of one thing that no identifier stands for: found, an identifier’s told once', async () => {
  const found = await violationsIn(`
    create table patients (id int primary key, gp_name text not null, gp_practice text not null, insurer_code text not null,
      insurer_name text not null, shift text not null);
    insert into patients select i, 'gp ' || i % 150, 'practice ' || i % 150 / 2, 'k' || i % 30, 'insurer ' || i % 30,
      's' || i % 7 from generate_series(1, 3000) i;
    create table machines (id int primary key, host text not null, host_region text not null, level text not null, message text not null);
    insert into machines select i, 'h' || i % 40, 'r' || i % 40 % 3, 'l' || i % 4, 'm' || i from generate_series(1, 3000) i;
    create table probes (id int primary key, host text not null, host_region text not null, floor int not null,
      floor_name text not null, level text not null, message text not null);
    insert into probes select i, 'h' || i * i % 41, 'r' || (i * i % 41) / 14, i % 10, 'floor ' || i % 10 / 5, 'l' || i % 5, 'm' || i
    from generate_series(1, 3000) i`)
  expect(found.toSorted()).toEqual([
    'transitive-dependency:public.machines:host,host_region',
    'transitive-dependency:public.patients:gp_name,gp_practice',
    'transitive-dependency:public.patients:insurer_code,insurer_name',
    'transitive-dependency:public.probes:floor,floor_name',
    'transitive-dependency:public.probes:host,host_region',
  ])
})

test('few values of one thing are no proof: rows in step, one value for nearly all, and what tells how things stand', async () => {
  const found = await violationsIn(`
    create table in_step (id int primary key, host text not null, host_region text not null, kind text not null);
    insert into in_step select i, 'h' || i % 40, 'r' || i % 4, 'k' || i % 5 from generate_series(1, 3000) i;
    create table much_in_step (id int primary key, host text not null, host_region text not null, kind text not null, body text);
    insert into much_in_step select i, 'h' || i % 40, 'r' || i % 4, 'k' || i % 5, repeat('b', 700) from generate_series(1, 40000) i;
    create table notes (id int primary key, subject_type text not null, subject_id int not null, body text not null);
    insert into notes select i, case i % 2 when 0 then 'Post' else 'User' end, i % 300, 'b' || i from generate_series(1, 3000) i;
    create table nearly_one (id int primary key, host text not null, host_region text not null, kind text not null);
    insert into nearly_one select i, 'h' || i * i % 41, case when i * i % 41 = 4 then 'us' else 'eu' end, 'k' || i % 5
    from generate_series(1, 3000) i;
    create table checks (id int primary key, host text not null, host_status text not null, kind text not null);
    insert into checks select i, 'h' || i * i % 41, 's' || (i * i % 41) / 14, 'k' || i % 5 from generate_series(1, 3000) i`)
  expect(found).toEqual([])
})

describe('normal forms, on schemas of known design', () => {
  test('at most one of five normal schemas is blamed, and for one thing', async () => {
    const blamed: string[] = []
    for (const schema of Object.values(NORMAL)) blamed.push(...(await violationsIn(schema)))
    expect(blamed.length, blamed.join(', ')).toBeLessThanOrEqual(1)
  })

  test.each(PLANTED)('%s: found, and nothing else', async (_, schema, planted) => {
    expect((await violationsIn(schema)).toSorted()).toEqual(planted)
  })
})
