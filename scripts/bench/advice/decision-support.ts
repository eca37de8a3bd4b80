/** Rows of the largest table; all eight have about 800,000. */
const LINES = 480_000

/** Eight tables of a trading company: what it sells, to whom, and what comes from where. Nothing random: a row follows from its number. */
export const SCHEMA = `
  create table region (id int primary key, name text not null);
  create table country (id int primary key, region_id int not null, name text not null);
  create table vendor (id int primary key, country_id int not null, name text not null, balance numeric not null);
  create table client (id int primary key, country_id int not null, segment text not null, balance numeric not null);
  create table product (id int primary key, brand int not null, kind int not null, size int not null, price numeric not null);
  create table offer (product_id int not null, vendor_id int not null, available int not null, cost numeric not null,
    primary key (product_id, vendor_id));
  create table purchase (id int primary key, client_id int not null, state text not null, placed date not null,
    priority int not null, total numeric not null);
  create table line (id int primary key, purchase_id int not null, product_id int not null, vendor_id int not null,
    quantity int not null, price numeric not null, shipped date not null, received date not null, mode int not null,
    flag text not null);
  insert into region select i, 'region ' || i from generate_series(0, 4) i;
  insert into country select i, i % 5, 'country ' || i from generate_series(0, 24) i;
  insert into vendor select i, (i * 7) % 25, 'vendor ' || i, (i * 37) % 10000 from generate_series(1, 2000) i;
  insert into client select i, (i * 11) % 25, 'segment ' || i % 5, (i * 53) % 10000 from generate_series(1, 30000) i;
  insert into product select i, (i * 13) % 250, (i * 17) % 150, i % 50, 900 + i % 1000 from generate_series(1, 40000) i;
  insert into offer select i % 40000 + 1, (i * 31) % 2000 + 1, (i * 41) % 9999, (i * 43) % 1000
    from generate_series(0, 119999) i on conflict do nothing;
  insert into purchase select i, (i * 19) % 30000 + 1, case i % 50 when 0 then 'open' else 'done' end,
    date '2019-01-01' + (i * 23) % 2400, i % 5, (i * 29) % 50000 from generate_series(1, 120000) i;
  insert into line select i, i / 4 + 1, (i::bigint * 47) % 40000 + 1, (i::bigint * 59) % 2000 + 1, i % 50 + 1,
    (i * 61) % 9000, date '2019-01-01' + (i / 4 * 23) % 2400 + i % 60, date '2019-01-01' + (i / 4 * 23) % 2400 + i % 90,
    (i * 67) % 7, case when i % 4 = 0 then 'R' else 'N' end from generate_series(1, ${LINES - 1}) i`

/** Twenty-two questions of a company to its books. */
export const STATEMENTS: Readonly<Record<string, string>> = {
  pricing: `select flag, sum(quantity), sum(price) from line where shipped <= '2019-03-01' group by flag`,
  cheapest: `select v.name, o.cost from product p join offer o on o.product_id = p.id join vendor v on v.id = o.vendor_id
    where p.size = 15 and p.kind = 42 order by o.cost limit 10`,
  shipping: `select p.id, sum(l.price) from client c join purchase p on p.client_id = c.id join line l on l.purchase_id = p.id
    where c.id = 4711 group by p.id order by 2 desc limit 10`,
  priorities: `select priority, count(*) from purchase where placed >= '2020-07-01' and placed < '2020-07-15' group by priority`,
  domestic: `select c.name, sum(l.price) from country c join vendor v on v.country_id = c.id join line l on l.vendor_id = v.id
    where c.id = 3 and l.shipped between '2021-01-01' and '2021-01-07' group by c.name`,
  forecast: `select sum(price * quantity) from line where shipped >= '2020-01-01' and shipped < '2020-01-10' and quantity < 24`,
  volume: `select date_trunc('year', l.shipped), sum(l.price) from line l join vendor v on v.id = l.vendor_id
    where v.id = 77 group by 1 order by 1`,
  share: `select sum(l.price) from line l join product p on p.id = l.product_id where p.brand = 17 and p.kind = 21`,
  profit: `select sum(l.price - o.cost) from line l join offer o on o.product_id = l.product_id and o.vendor_id = l.vendor_id
    where l.product_id = 1234`,
  returned: `select p.client_id, sum(l.price) from purchase p join line l on l.purchase_id = p.id
    where p.placed = '2020-10-05' and l.flag = 'R' group by p.client_id order by 2 desc limit 20`,
  stock: `select product_id, sum(cost * available) from offer where vendor_id = 321 group by product_id order by 2 desc limit 10`,
  modes: `select mode, count(*) from line where received = '2021-05-05' group by mode`,
  clients: `select count(*) from client c left join purchase p on p.client_id = c.id where c.id between 100 and 140`,
  promotion: `select sum(l.price) from line l join product p on p.id = l.product_id
    where l.shipped >= '2022-03-01' and l.shipped < '2022-03-05' and p.brand < 50`,
  topVendor: `select vendor_id, sum(price) from line where shipped between '2020-02-01' and '2020-02-04'
    group by vendor_id order by 2 desc limit 1`,
  parts: `select p.brand, count(distinct o.vendor_id) from product p join offer o on o.product_id = p.id
    where p.size = 49 and p.brand = 12 group by p.brand`,
  small: `select avg(quantity) from line where product_id = 999`,
  large: `select p.id, p.total from purchase p where p.total > 49990 order by p.total desc limit 100`,
  discounted: `select sum(l.price) from line l join product p on p.id = l.product_id where p.brand = 33 and p.size < 3 and l.mode = 1`,
  potential: `select v.name from vendor v where v.country_id = 7 and exists
    (select from offer o where o.vendor_id = v.id and o.available > 9990) order by v.name`,
  waiting: `select p.id from purchase p where p.state = 'open' and p.placed < '2019-02-01' order by p.placed limit 50`,
  prospects: `select c.country_id, count(*) from client c where c.balance > 9990
    and not exists (select from purchase p where p.client_id = c.id) group by c.country_id`,
}
