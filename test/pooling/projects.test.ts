// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in other tools' files
import { expect, test } from 'vitest'
import type { Figure } from '../../src/pooling/pool.ts'
import { readPools } from '../../src/pooling/read/read-pools.ts'
import { memoryTree } from '../support/memory-tree.ts'

const PRISMA =
  'datasource db {\n  provider  = "postgresql"\n  url       = env("DATABASE_URL")\n  directUrl = env("DIRECT_URL")\n}\n'

const shown = (figure: Figure | undefined): string => {
  if (figure === undefined) return '-'
  return figure.kind === 'known' ? String(figure.value) : figure.isEnvironment ? 'env' : '?'
}

/**
 * Pools as library, place, size, how long it waits, keeps idle connections, keeps any; poolers as product, place, mode, connections to
 * the server, clients, prepared statements.
 */
async function linesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const reading = await readPools(memoryTree(files), 4)
  return [
    ...reading.applications.map(
      ({ library, file, line, size, acquireMs, idleMs, lifetimeMs, preparesByName }) =>
        `${library} ${file}:${line} ${[size, acquireMs, idleMs, lifetimeMs].map(shown).join(' ')}${preparesByName ? ' prepares' : ''}`,
    ),
    ...reading.proxies.map(
      ({ product, file, line, mode, opens, maxClients, preparedStatements }) =>
        `${product} ${file}:${line} ${mode} ${[opens, maxClients, preparedStatements].map(shown).join(' ')}`,
    ),
    ...reading.clients.map(({ file, line }) => `client ${file}:${line}`),
    ...reading.serverless.map(file => `functions ${file}`),
    ...reading.notes,
    ...reading.contradictions,
  ]
}

/** Files as projects have them. */
const PROJECTS: readonly (readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  found: readonly string[],
])[] = [
  [
    'prisma supabase pooler 6543',
    {
      'prisma/schema.prisma': PRISMA,
      '.env.example':
        'DATABASE_URL="postgres://postgres.abc:hunter2@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?pgbouncer=true&connection_limit=1"\nDIRECT_URL="postgres://postgres.abc:hunter2@aws-0-eu-central-1.pooler.supabase.com:5432/postgres"\n',
    },
    ['Prisma .env.example:1 1 10000 - -', 'Supabase’s pooler .env.example:1 transaction ? Infinity 0'],
  ],
  [
    'prisma 6543 without pgbouncer=true',
    {
      'prisma/schema.prisma': PRISMA,
      '.env': 'DATABASE_URL=postgres://postgres.abc:hunter2@aws-0-eu-central-1.pooler.supabase.com:6543/postgres\n',
    },
    ['Prisma .env:1 9 10000 - - prepares', 'Supabase’s pooler .env:1 transaction ? Infinity 0'],
  ],
  [
    'neon pooler node-postgres',
    {
      'src/db.ts':
        "import { Pool } from 'pg'\nexport const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 5 })\n",
      '.env.example':
        'DATABASE_URL=postgresql://u:hunter2@ep-cool-1234-pooler.eu-central-1.aws.neon.tech/db?sslmode=require\n',
    },
    ['node-postgres src/db.ts:2 5 0 10000 0', 'Neon’s pooler .env.example:1 transaction ? Infinity 1000'],
  ],
  [
    'TS literal url in prisma client',
    {
      'prisma/schema.prisma': PRISMA,
      'src/db.ts':
        "import { PrismaClient } from '@prisma/client'\nexport const prisma = new PrismaClient({ datasources: { db: { url: process.env.DATABASE_URL + '?connection_limit=5&pool_timeout=20' } } })\n",
    },
    ['Prisma src/db.ts:2 5 20000 - - prepares'],
  ],
  [
    'TS literal url in prisma client, template',
    {
      'prisma/schema.prisma': PRISMA,
      'src/db.ts':
        "import { PrismaClient } from '@prisma/client'\nexport const prisma = new PrismaClient({ datasourceUrl: `${process.env.DATABASE_URL}?connection_limit=3` })\n",
    },
    ['Prisma src/db.ts:2 3 env - - prepares'],
  ],
  [
    'README markdown',
    {
      'README.md':
        'Set `DATABASE_URL=postgres://u:hunter2@h/d?connection_limit=5`\n```ts\nimport { Pool } from "pg"\nnew Pool({max: 500})\n```\n',
      'prisma/schema.prisma': PRISMA,
    },
    ['Prisma prisma/schema.prisma:1 env env - - prepares'],
  ],
  [
    'prisma 7 adapter',
    {
      'prisma/schema.prisma':
        'generator client {\n provider="prisma-client"\n output="../src/generated"\n}\ndatasource db {\n  provider = "postgresql"\n}\n',
      'prisma.config.ts':
        "import { defineConfig, env } from 'prisma/config'\nexport default defineConfig({ schema: 'prisma/schema.prisma', datasource: { url: env('DATABASE_URL') } })\n",
      'src/db.ts':
        "import { PrismaPg } from '@prisma/adapter-pg'\nimport { PrismaClient } from './generated/client'\nconst adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL, max: 7, connectionTimeoutMillis: 5000 })\nexport const prisma = new PrismaClient({ adapter })\n",
    },
    ['Prisma’s driver adapter src/db.ts:3 7 5000 10000 0'],
  ],
  [
    'prisma 7 adapter with pool',
    {
      'prisma/schema.prisma': PRISMA,
      'src/db.ts':
        "import { Pool } from 'pg'\nimport { PrismaPg } from '@prisma/adapter-pg'\nconst pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 12 })\nconst adapter = new PrismaPg(pool)\n",
    },
    ['node-postgres src/db.ts:3 12 0 10000 0'],
  ],
  [
    'prisma commented limits in .env',
    {
      'prisma/schema.prisma': PRISMA,
      '.env.example':
        '# DATABASE_URL=postgres://u:hunter2@h/d?connection_limit=99\nDATABASE_URL=postgres://${DB_USER}:${DB_PASS}@h:5432/d?schema=public&connection_limit=${LIMIT}\n',
    },
    ['Prisma .env.example:2 env 10000 - - prepares'],
  ],
  [
    'pg class',
    {
      'src/db.ts':
        "import pg, { type PoolConfig } from 'pg'\nconst config: PoolConfig = {\n  max: 15,\n  idleTimeoutMillis: 30_000,\n}\nexport class Db {\n  private readonly pool = new pg.Pool(config)\n}\n",
    },
    ['node-postgres src/db.ts:7 15 0 30000 0'],
  ],
  [
    'pg import star',
    {
      'src/db.ts':
        "import * as pg from 'pg'\nexport const pool = new pg.Pool({ max: 9, connectionTimeoutMillis: 1000 })\n",
    },
    ['node-postgres src/db.ts:2 9 1000 10000 0'],
  ],
  [
    'pg spread',
    {
      'src/db.ts':
        "import { Pool } from 'pg'\nconst base = { max: 9 }\nexport const pool = new Pool({ ...base, connectionTimeoutMillis: 1000 })\n",
    },
    ['node-postgres src/db.ts:3 9 1000 10000 0'],
  ],
  [
    'pg env parseInt',
    {
      'src/db.ts':
        "import { Pool } from 'pg'\nconst { POOL_MAX } = process.env\nexport const pool = new Pool({ max: parseInt(process.env.PG_MAX || '20', 10), connectionTimeoutMillis: POOL_MAX })\n",
    },
    ['node-postgres src/db.ts:3 env ? 10000 0'],
  ],
  [
    'pg env from config module',
    {
      'src/db.ts':
        "import { Pool } from 'pg'\nimport { env } from './env'\nexport const pool = new Pool({ max: env.POOL_MAX, connectionTimeoutMillis: config.get('db.timeout') })\n",
    },
    ['node-postgres src/db.ts:3 ? ? 10000 0'],
  ],
  [
    'pg renamed',
    { 'src/db.ts': "import { Pool as PgPool } from 'pg'\nexport const pool = new PgPool({ max: 9 })\n" },
    ['node-postgres src/db.ts:2 9 0 10000 0'],
  ],
  [
    'pg shorthand in fn',
    { 'src/db.js': "const pg = require('pg')\nconst { Pool } = pg\nmodule.exports = new Pool({ max: 4 })\n" },
    ['node-postgres src/db.js:3 4 0 10000 0'],
  ],
  [
    'require pg .Pool',
    { 'src/db.js': "const Pool = require('pg').Pool\nmodule.exports = new Pool({ max: 4 })\n" },
    ['node-postgres src/db.js:2 4 0 10000 0'],
  ],
  [
    'pg-promise',
    {
      'src/db.ts':
        "import pgPromise from 'pg-promise'\nconst pgp = pgPromise()\nexport const db = pgp({ connectionString: process.env.DATABASE_URL, max: 30 })\n",
    },
    ['pg-promise src/db.ts:3 30 0 10000 0'],
  ],
  [
    'kysely',
    {
      'src/db.ts':
        "import { Kysely, PostgresDialect } from 'kysely'\nimport { Pool } from 'pg'\nexport const db = new Kysely({ dialect: new PostgresDialect({ pool: new Pool({ database: 'x', max: 10 }) }) })\n",
    },
    ['node-postgres src/db.ts:3 10 0 10000 0'],
  ],
  [
    'slonik',
    {
      'src/db.ts':
        "import { createPool } from 'slonik'\nexport const pool = createPool('postgres://u:hunter2@h/d', { maximumPoolSize: 10 })\n",
    },
    ['Slonik src/db.ts:2 10 5000 5000 -'],
  ],
  [
    'postgres.js typed',
    {
      'src/db.ts':
        "import postgres from 'postgres'\nexport const sql = postgres<{}>(process.env.DATABASE_URL!, { max: 20, prepare: false, connect_timeout: 10, max_lifetime: 60 * 30 })\n",
    },
    ['postgres.js src/db.ts:2 20 0 0 1800000'],
  ],
  [
    'postgres.js url options',
    { 'src/db.ts': "import postgres from 'postgres'\nexport const sql = postgres('postgres://u:hunter2@h/d')\n" },
    ['postgres.js src/db.ts:2 10 0 0 2700000 prepares'],
  ],
  [
    'drizzle w/ postgres-js',
    {
      'src/db.ts':
        "import { drizzle } from 'drizzle-orm/postgres-js'\nimport postgres from 'postgres'\nconst client = postgres(process.env.DATABASE_URL!, { max: 3 })\nexport const db = drizzle(client, { schema })\n",
    },
    ['postgres.js src/db.ts:3 3 0 0 2700000 prepares'],
  ],
  [
    'drizzle postgres-js url',
    {
      'src/db.ts':
        "import { drizzle } from 'drizzle-orm/postgres-js'\nexport const db = drizzle(process.env.DATABASE_URL!)\n",
    },
    ['Drizzle with postgres.js src/db.ts:2 10 0 0 2700000 prepares'],
  ],
  [
    'drizzle connection',
    {
      'src/db.ts':
        "import { drizzle } from 'drizzle-orm/node-postgres'\nexport const db = drizzle({ connection: { connectionString: process.env.DATABASE_URL!, max: 6 } })\n",
    },
    ['Drizzle with node-postgres src/db.ts:2 6 0 10000 0'],
  ],
  [
    'drizzle neon-http',
    {
      'src/db.ts':
        "import { neon } from '@neondatabase/serverless'\nimport { drizzle } from 'drizzle-orm/neon-http'\nconst sql = neon(process.env.DATABASE_URL!)\nexport const db = drizzle(sql)\n",
      'vercel.json': '{}',
    },
    ['functions vercel.json'],
  ],
  [
    'drizzle vercel-postgres',
    {
      'src/db.ts':
        "import { sql } from '@vercel/postgres'\nimport { drizzle } from 'drizzle-orm/vercel-postgres'\nexport const db = drizzle(sql)\n",
      'vercel.json': '{}',
    },
    ['functions vercel.json'],
  ],
  [
    'knexfile',
    {
      'knexfile.js':
        "module.exports = {\n  development: { client: 'sqlite3' },\n  production: {\n    client: 'postgresql',\n    connection: process.env.DATABASE_URL,\n    pool: { min: 2, max: 10, acquireTimeoutMillis: 60000 },\n  },\n}\n",
    },
    ['Knex knexfile.js:6 10 60000 30000 -'],
  ],
  [
    'knexfile.ts',
    {
      'knexfile.ts':
        "import type { Knex } from 'knex'\nconst config: { [key: string]: Knex.Config } = {\n  production: {\n    client: 'pg',\n    connection: { host: 'h', password: 'hunter2' },\n    pool: { min: 2, max: 10 },\n  },\n}\nexport default config\n",
    },
    ['Knex knexfile.ts:6 10 60000 30000 -'],
  ],
  [
    'knex function',
    {
      'src/db.ts':
        "import Knex from 'knex'\nimport config from '../knexfile'\nexport const db = Knex(config[process.env.NODE_ENV!])\n",
    },
    ['Knex src/db.ts:3 env env env -'],
  ],
  [
    'typeorm datasource',
    {
      'src/data-source.ts':
        "import 'reflect-metadata'\nimport { DataSource, type DataSourceOptions } from 'typeorm'\nexport const options: DataSourceOptions = {\n  type: 'postgres',\n  host: process.env.DB_HOST,\n  poolSize: 20,\n  extra: { connectionTimeoutMillis: 5000 },\n}\nexport default new DataSource(options)\n",
    },
    ['TypeORM src/data-source.ts:9 20 5000 10000 0'],
  ],
  [
    'nest typeorm',
    {
      'src/app.module.ts':
        "import { TypeOrmModule } from '@nestjs/typeorm'\n@Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres', host: 'h', password: 'hunter2', extra: { max: 25 } })] })\nexport class AppModule {}\n",
    },
    ['TypeORM src/app.module.ts:2 25 0 10000 0'],
  ],
  [
    'nest typeorm async',
    {
      'src/app.module.ts':
        "import { TypeOrmModule } from '@nestjs/typeorm'\n@Module({ imports: [TypeOrmModule.forRootAsync({ useFactory: (c) => ({ type: 'postgres', url: c.get('DATABASE_URL'), poolSize: 8 }) })] })\nexport class AppModule {}\n",
    },
    ['TypeORM src/app.module.ts:2 8 0 10000 0'],
  ],
  [
    'sequelize',
    {
      'src/db.js':
        "const { Sequelize } = require('sequelize')\nmodule.exports = new Sequelize(process.env.DATABASE_URL, { dialect: 'postgres', logging: false, pool: { max: 20, min: 0, acquire: 30000, idle: 10000 } })\n",
    },
    ['Sequelize src/db.js:2 20 30000 10000 -'],
  ],
  [
    'sequelize config.json',
    {
      'config/config.json': '{ "production": { "dialect": "postgres", "password": "hunter2", "pool": { "max": 7 } } }',
    },
    ['Sequelize config/config.json:1 7 60000 10000 -'],
  ],
  [
    'nest typeorm options in a file of their own',
    {
      'src/config/typeorm.config.ts':
        "import { type TypeOrmModuleOptions } from '@nestjs/typeorm'\nconst config: TypeOrmModuleOptions = {\n  type: 'postgres',\n  password: 'hunter2',\n  extra: { max: parseInt(process.env.DATABASE_POOL, 10) || 15 },\n}\nexport default config\n",
      'src/rdb.config.ts':
        "import { TypeOrmModuleAsyncOptions } from '@nestjs/typeorm'\nexport const options: TypeOrmModuleAsyncOptions = {\n  inject: [ConfigService],\n  useFactory: async (config: ConfigService): Promise<TypeOrmModuleOptions> => {\n    return { type: 'postgres', password: config.get('PW'), extra: { max: 30 } }\n  },\n}\n",
      'src/app.module.ts':
        "import { TypeOrmModule } from '@nestjs/typeorm'\nimport config from './config/typeorm.config'\nexport const imported = TypeOrmModule.forRoot(config)\n",
      'src/column.ts': "import { Column } from 'typeorm'\nconst column = { type: 'varchar' }\n",
    },
    ['TypeORM src/config/typeorm.config.ts:2 env 0 10000 0', 'TypeORM src/rdb.config.ts:2 30 0 10000 0'],
  ],
  [
    'sqlalchemy, its pool by its class and its address by name',
    {
      'src/db.py':
        'from sqlalchemy.pool import QueuePool\nfrom sqlalchemy.ext.asyncio import create_async_engine\nDB_POOL_SIZE = 83\nengine = create_async_engine(url="postgresql+asyncpg://u:hunter2@h/d", poolclass=QueuePool, pool_size=DB_POOL_SIZE // 9, max_overflow=0)\nother = create_async_engine(url="mysql+aiomysql://h/d")\n',
    },
    ['SQLAlchemy src/db.py:4 ? 30000 - 0 prepares'],
  ],
  [
    'a pool that outlives hot reloads',
    {
      'src/db.ts':
        "import { Pool } from 'pg'\nconst connectionString = process.env.DATABASE_URL\nconst globalForPg = globalThis as unknown as { pool: Pool | undefined }\nexport const pool = globalForPg.pool ?? new Pool({ connectionString, max: 5, connectionTimeoutMillis: 5_000 })\n",
    },
    ['node-postgres src/db.ts:4 5 5000 10000 0'],
  ],
  [
    'pgbouncer, sizes of its databases',
    {
      'config/pgbouncer.ini':
        '[databases]\na = host=h password=hunter2 pool_size=10 reserve_pool=10 max_db_connections=50\nb = host=h pool_size=50 reserve_pool=10 max_db_connections=55\n[pgbouncer]\npool_mode = transaction\n',
    },
    ['PgBouncer config/pgbouncer.ini:5 transaction 75 100 ?'],
  ],
  [
    'spring with two sources of its own',
    {
      'src/main/resources/application.yml':
        'spring:\n  primary:\n    datasource:\n      url: jdbc:postgresql://a/db\n      password: hunter2\n      hikari:\n        maximum-pool-size: 12\n  old:\n    datasource:\n      url: jdbc:mysql://b/db\n      hikari:\n        maximum-pool-size: 7\n',
    },
    ['HikariCP src/main/resources/application.yml:7 12 30000 600000 1800000 prepares'],
  ],
  [
    'rails with a replica',
    {
      'config/database.yml':
        'default: &default\n  adapter: postgresql\n  pool: 9\nproduction:\n  primary:\n    <<: *default\n  replica:\n    <<: *default\n    replica: true\n',
    },
    ['Active Record config/database.yml:3 9 5000 300000 - prepares'],
  ],
  [
    'pgxpool with converted constants',
    {
      'db.go':
        'package db\nimport "github.com/jackc/pgx/v5/pgxpool"\nfunc Open() {\n\tconst most = int32(50)\n\tconst life = time.Hour\n\tcfg, _ := pgxpool.ParseConfig(dsn)\n\tcfg.MaxConns = most\n\tcfg.MaxConnLifetime = life\n\tcfg.MaxConnIdleTime = 30 * time.Second\n\tpgxpool.NewWithConfig(ctx, cfg)\n}\n',
    },
    ['pgxpool db.go:7 50 - 30000 3600000 prepares'],
  ],
  [
    'drivers that are told not to prepare',
    {
      'application.properties':
        'spring.datasource.url=jdbc:postgresql://h/db?prepareThreshold=0\nspring.datasource.hikari.maximum-pool-size=4\n',
      'db.go':
        'package db\nimport "github.com/jackc/pgx/v5/pgxpool"\nfunc Open() {\n\tcfg.MaxConns = 5\n\tcfg.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec\n\tpgxpool.NewWithConfig(ctx, cfg)\n}\n',
      'gorm.go':
        'package db\nimport (\n\t"gorm.io/driver/postgres"\n\t"gorm.io/gorm"\n)\nfunc Open() {\n\tgorm.Open(postgres.New(postgres.Config{DSN: dsn, PreferSimpleProtocol: true}), &gorm.Config{})\n}\n',
    },
    [
      'HikariCP application.properties:2 4 30000 600000 1800000',
      'pgxpool db.go:4 5 - 1800000 3600000',
      'database/sql gorm.go:7 Infinity - 0 0',
    ],
  ],
  [
    'mikro-orm',
    {
      'mikro-orm.config.ts':
        "import { defineConfig } from '@mikro-orm/postgresql'\nexport default defineConfig({ clientUrl: process.env.DATABASE_URL, pool: { min: 2, max: 12 } })\n",
    },
    ['MikroORM mikro-orm.config.ts:2 12 60000 30000 -'],
  ],
  [
    'strapi',
    {
      'config/database.ts':
        "export default ({ env }) => ({ connection: { client: 'postgres', connection: { host: env('H') }, pool: { min: env.int('DATABASE_POOL_MIN', 2), max: env.int('DATABASE_POOL_MAX', 10) } } })\n",
    },
    ['Strapi config/database.ts:1 env 60000 30000 -'],
  ],
  [
    'compose list',
    {
      'prisma/schema.prisma': PRISMA,
      'docker-compose.yml':
        'services:\n  web:\n    environment:\n      - NODE_ENV=production\n      - DATABASE_URL=postgresql://u:hunter2@db:5432/app?connection_limit=7\n  db:\n    image: postgres\n',
    },
    ['Prisma docker-compose.yml:5 7 10000 - - prepares'],
  ],
  [
    'compose map',
    {
      'prisma/schema.prisma': PRISMA,
      'compose.yaml':
        'services:\n  web:\n    environment:\n      DATABASE_URL: postgresql://u:hunter2@db:5432/app?connection_limit=8&pool_timeout=0\n',
    },
    ['Prisma compose.yaml:4 8 0 - - prepares'],
  ],
  [
    'compose var',
    {
      'prisma/schema.prisma': PRISMA,
      'compose.yaml': 'services:\n  web:\n    environment:\n      DATABASE_URL: ${DATABASE_URL}\n',
    },
    ['Prisma prisma/schema.prisma:1 env env - - prepares'],
  ],
  [
    'compose pgbouncer env (edoburu)',
    {
      'docker-compose.yml':
        'services:\n  pgbouncer:\n    image: edoburu/pgbouncer:v1.23.1-p2\n    environment:\n      DATABASE_URL: postgres://u:hunter2@db/app\n      POOL_MODE: transaction\n      MAX_CLIENT_CONN: 500\n      DEFAULT_POOL_SIZE: 30\n',
    },
    ['PgBouncer docker-compose.yml:6 transaction 30 500 0'],
  ],
  [
    'compose pgbouncer env (bitnami list)',
    {
      'docker-compose.yml':
        'services:\n  pgbouncer:\n    image: bitnami/pgbouncer:1.24.0\n    environment:\n      - PGBOUNCER_POOL_MODE=transaction\n      - PGBOUNCER_MAX_CLIENT_CONN=300\n      - PGBOUNCER_DEFAULT_POOL_SIZE=15\n      - POSTGRESQL_PASSWORD=hunter2\n',
    },
    ['PgBouncer docker-compose.yml:5 transaction 15 300 200'],
  ],
  [
    'hikari yml profile',
    {
      'src/main/resources/application-prod.yml':
        'spring:\n  datasource:\n    url: jdbc:postgresql://h/db\n    password: hunter2\n    hikari:\n      maximum-pool-size: ${DB_POOL_SIZE:20}\n      minimum-idle: 5\n      connection-timeout: 20000\n',
    },
    ['HikariCP src/main/resources/application-prod.yml:6 env 20000 600000 1800000 prepares'],
  ],
  [
    'hikari props flat yml',
    {
      'application.yml':
        'spring.datasource.url: jdbc:postgresql://h/db\nspring.datasource.hikari.maximum-pool-size: 12\n',
    },
    ['HikariCP application.yml:2 12 30000 600000 1800000 prepares'],
  ],
  [
    'hikari mysql',
    {
      'application.yml':
        'spring:\n  datasource:\n    url: jdbc:mysql://h/db\n    hikari:\n      maximum-pool-size: 12\n',
    },
    [],
  ],
  [
    'hikari props mysql',
    {
      'application.properties':
        'spring.datasource.url=jdbc:mysql://h/db\nspring.datasource.hikari.maximum-pool-size=12\n',
    },
    [],
  ],
  [
    'spring default pool',
    { 'application.properties': 'spring.datasource.url=jdbc:postgresql://h/db\nspring.datasource.password=hunter2\n' },
    ['HikariCP application.properties:1 10 30000 600000 1800000 prepares'],
  ],
  [
    'java HikariConfig of another package',
    { 'src/main/java/Db.java': 'HikariConfig c = new HikariConfig(); c.setMaximumPoolSize(30);' },
    [],
  ],
  [
    'java HikariConfig with constants and durations',
    {
      'src/main/java/com/acme/Db.java': `package com.acme;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.TimeUnit;

class Db {
  private static final int POOL_SIZE = 4 * 8;
  // config.setMaximumPoolSize(99);
  DataSource open() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://" + System.getenv("DB_HOST") + "/shop");
    config.setPassword("hunter2");
    config.setMaximumPoolSize(POOL_SIZE);
    config.setConnectionTimeout(5_000L);
    config.setIdleTimeout(TimeUnit.MINUTES.toMillis(10));
    config.setMaxLifetime(Duration.ofMinutes(25).toMillis());
    config.addDataSourceProperty("prepareThreshold", "0");
    return new HikariDataSource(config);
  }
}
`,
    },
    ['HikariCP src/main/java/com/acme/Db.java:13 32 5000 600000 1500000'],
  ],
  [
    'java with two sources in one file, one of another database, and one that takes its size from outside',
    {
      'api/src/main/java/Sources.java': `import com.zaxxer.hikari.*;
class Sources {
  private HikariDataSource reports;
  DataSource main() {
    var source = new HikariDataSource();
    source.setJdbcUrl("jdbc:postgresql://a/main");
    source.setMaximumPoolSize(15);
    return source;
  }
  DataSource old() {
    var source = new HikariDataSource();
    source.setJdbcUrl("jdbc:mysql://a/old");
    source.setMaximumPoolSize(40);
    return source;
  }
  void reports() {
    this.reports = new HikariDataSource();
    reports.setMaximumPoolSize(Integer.parseInt(System.getenv("REPORTS_POOL")));
  }
}
`,
    },
    [
      'HikariCP api/src/main/java/Sources.java:7 15 30000 600000 1800000 prepares',
      'HikariCP api/src/main/java/Sources.java:18 env 30000 600000 1800000 prepares',
    ],
  ],
  [
    'java that is given what properties say, and Spring’s own source that nobody makes',
    {
      'a/src/main/java/Config.java': `import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
class Config {
  @Bean @ConfigurationProperties("app.datasource.hikari")
  HikariDataSource source(DataSourceProperties p) {
    return p.initializeDataSourceBuilder().type(HikariDataSource.class).build();
  }
}
`,
      'a/src/main/resources/application.yml':
        'app:\n  datasource:\n    url: jdbc:postgresql://h/a\n    hikari:\n      maximum-pool-size: 18\n',
      'b/src/main/java/Config.java': `import com.zaxxer.hikari.HikariConfig;
class Config { HikariConfig config() { return new HikariConfig("/hikari.properties"); } }
`,
      'b/src/main/resources/hikari.properties':
        'dataSourceClassName=org.postgresql.ds.PGSimpleDataSource\nmaximumPoolSize=6\n',
      'c/src/main/java/Config.java': `import com.zaxxer.hikari.HikariConfig;
class Config {
  HikariConfig config() { HikariConfig c = new HikariConfig(); c.setMaximumPoolSize(7); return c; }
}
`,
      'c/src/main/resources/application.properties': 'spring.datasource.url=jdbc:postgresql://h/c\n',
      'd/src/main/java/Config.java': `import com.zaxxer.hikari.HikariConfig;
class Config { HikariConfig config(Properties p) { return new HikariConfig(p); } }
`,
    },
    [
      'HikariCP a/src/main/resources/application.yml:5 18 30000 600000 1800000 prepares',
      'HikariCP d/src/main/java/Config.java:2 ? ? ? ? prepares',
      'HikariCP b/src/main/resources/hikari.properties:2 6 30000 600000 1800000 prepares',
      'HikariCP c/src/main/java/Config.java:3 7 30000 600000 1800000 prepares',
    ],
  ],
  [
    'spring: production’s file over the general one',
    {
      'src/main/resources/application.yml':
        'spring:\n  datasource:\n    url: jdbc:postgresql://h/db\n    hikari:\n      maximum-pool-size: 30\n      max-lifetime: 600000\n',
      'src/main/resources/application-prod.yml':
        'spring:\n  datasource:\n    url: jdbc:postgresql://prod/db\n    hikari:\n      max-lifetime: 900000\n',
      'src/main/resources/application-dev.yml': 'spring:\n  datasource:\n    hikari:\n      maximum-pool-size: 3\n',
    },
    ['HikariCP src/main/resources/application.yml:5 30 30000 600000 900000 prepares'],
  ],
  [
    'spring: profiles in one file',
    {
      'a/application.yml':
        'spring:\n  datasource:\n    url: jdbc:postgresql://h/db\n    hikari:\n      maximum-pool-size: 30\n---\nspring:\n  config:\n    activate:\n      on-profile: prod\n  datasource:\n    hikari:\n      maximum-pool-size: 50\n---\nspring:\n  config:\n    activate:\n      on-profile: "!prod"\n  datasource:\n    hikari:\n      maximum-pool-size: 2\n',
      'b/application.properties':
        'spring.datasource.url=jdbc:postgresql://h/db\nspring.datasource.hikari.maximum-pool-size=11\n#---\nspring.config.activate.on-profile=test\nspring.datasource.hikari.maximum-pool-size=1\n#---\nspring.config.activate.on-profile=production\nspring.datasource.hikari.idle-timeout=5000\n',
    },
    [
      'HikariCP a/application.yml:13 50 30000 600000 1800000 prepares',
      'HikariCP b/application.properties:2 11 30000 5000 1800000 prepares',
    ],
  ],
  [
    'quarkus',
    {
      'src/main/resources/application.properties':
        'quarkus.datasource.db-kind=postgresql\nquarkus.datasource.jdbc.max-size=16\n',
    },
    ['Agroal src/main/resources/application.properties:2 16 5000 300000 0 prepares'],
  ],
  [
    'sqlalchemy',
    {
      'app/database.py':
        'from sqlalchemy.ext.asyncio import create_async_engine\nfrom app.config import settings\n\nengine = create_async_engine(\n    settings.database_url,\n    pool_size=20,\n    max_overflow=10,\n    pool_timeout=30,\n    pool_recycle=1800,\n    pool_pre_ping=True,\n)\n',
    },
    ['SQLAlchemy app/database.py:4 30 30000 - 1800000'],
  ],
  [
    'sqlalchemy nullpool',
    {
      'app/database.py':
        'from sqlalchemy import create_engine\nfrom sqlalchemy.pool import NullPool\nengine = create_engine(URL, poolclass=NullPool)\n',
    },
    ['SQLAlchemy app/database.py:3 ? 30000 - 0'],
  ],
  [
    'sqlalchemy alembic env',
    {
      'alembic/env.py':
        'from sqlalchemy import engine_from_config, pool\nconnectable = engine_from_config(config.get_section("x"), prefix="sqlalchemy.", poolclass=pool.NullPool)\n',
    },
    [],
  ],
  [
    'sqlalchemy sqlite',
    {
      'app/database.py':
        'from sqlalchemy import create_engine\nengine = create_engine("sqlite:///./x.db", connect_args={"check_same_thread": False})\n',
    },
    [],
  ],
  [
    'sqlalchemy env',
    {
      'app/database.py':
        'import os\nfrom sqlalchemy import create_engine\nengine = create_engine(os.environ["DATABASE_URL"], pool_size=int(os.getenv("POOL", "5")))\n',
    },
    ['SQLAlchemy app/database.py:3 env 30000 - 0'],
  ],
  [
    'sqlalchemy asyncpg prepared',
    {
      'app/database.py':
        'from sqlalchemy.ext.asyncio import create_async_engine\nengine = create_async_engine("postgresql+asyncpg://u:hunter2@h/d")\n',
    },
    ['SQLAlchemy app/database.py:2 15 30000 - 0 prepares'],
  ],
  [
    'django',
    {
      'site/settings/prod.py':
        'import os\nDATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.postgresql",\n        "NAME": "x",\n        "PASSWORD": "hunter2",\n        "CONN_MAX_AGE": None,\n        "CONN_HEALTH_CHECKS": True,\n    }\n}\n',
    },
    ['Django, a connection for each thread site/settings/prod.py:7 1 - - 0'],
  ],
  [
    'django 5.1 pool',
    {
      'settings.py':
        'DATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.postgresql",\n        "OPTIONS": {"pool": {"min_size": 2, "max_size": 8, "timeout": 10}},\n    }\n}\n',
    },
    ['Django with psycopg’s pool settings.py:4 8 10000 - -'],
  ],
  [
    'django pool true',
    {
      'settings.py':
        'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": True}}}\n',
    },
    ['Django with psycopg’s pool settings.py:1 4 30000 - -'],
  ],
  [
    'django dj_database_url',
    { 'settings.py': 'import dj_database_url\nDATABASES = {"default": dj_database_url.config(conn_max_age=600)}\n' },
    ['Django, a connection for each thread settings.py:2 1 - - 600000'],
  ],
  [
    'django sqlite',
    { 'settings.py': 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}\n' },
    [],
  ],
  [
    'rails',
    {
      'config/database.yml':
        'default: &default\n  adapter: postgresql\n  encoding: unicode\n  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>\n  url: <%= ENV["DATABASE_URL"] %>\n\ndevelopment:\n  <<: *default\n  database: app_dev\n\nproduction:\n  primary: &primary\n    <<: *default\n    database: app\n    password: <%= ENV["PW"] %>\n  cache:\n    <<: *primary\n    pool: 3\n',
    },
    [
      'Active Record config/database.yml:4 env 5000 300000 - prepares',
      'Active Record config/database.yml:18 3 5000 300000 - prepares',
    ],
  ],
  [
    'rails erb block',
    {
      'config/database.yml':
        '<% threads = ENV.fetch("RAILS_MAX_THREADS", 5) %>\nproduction:\n  adapter: postgresql\n  pool: <%= threads %>\n  prepared_statements: false\n',
    },
    ['Active Record config/database.yml:4 env 5000 300000 -'],
  ],
  [
    'rails sqlite',
    { 'config/database.yml': 'default: &default\n  adapter: sqlite3\n  pool: 5\nproduction:\n  <<: *default\n' },
    [],
  ],
  [
    'go sql',
    {
      'internal/db/db.go':
        'package db\n\nimport (\n\t"database/sql"\n\t"time"\n\n\t_ "github.com/lib/pq"\n)\n\nfunc Open(dsn string) (*sql.DB, error) {\n\tdb, err := sql.Open("postgres", dsn)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\tdb.SetMaxOpenConns(25)\n\tdb.SetMaxIdleConns(25)\n\tdb.SetConnMaxLifetime(5 * time.Minute)\n\tdb.SetConnMaxIdleTime(time.Minute * 2)\n\treturn db, nil\n}\n',
    },
    ['database/sql internal/db/db.go:15 25 - 120000 300000'],
  ],
  [
    'go sql cfg',
    {
      'db.go':
        'package db\nimport (\n\t"database/sql"\n\t_ "github.com/jackc/pgx/v5/stdlib"\n)\nfunc Open(c Config) {\n\tdb, _ := sql.Open("pgx", c.DSN)\n\tdb.SetMaxOpenConns(c.MaxOpen)\n}\n',
    },
    ['database/sql db.go:8 ? - 0 0 prepares'],
  ],
  [
    'go two opens, limits elsewhere',
    {
      'db.go':
        'package db\nimport (\n\t"database/sql"\n\t_ "github.com/lib/pq"\n)\nfunc Open(c Config) *sql.DB {\n\tdb, _ := sql.Open("postgres", c.DSN)\n\treturn db\n}\n',
      'main.go': 'package main\nimport "x/db"\nfunc main() {\n\td := db.Open(c)\n\td.SetMaxOpenConns(30)\n}\n',
    },
    ['database/sql main.go:5 30 - 0 0'],
  ],
  [
    'go mysql limit',
    {
      'db.go':
        'package db\nimport (\n\t"database/sql"\n\t_ "github.com/go-sql-driver/mysql"\n)\nfunc Open() {\n\tdb, _ := sql.Open("mysql", d)\n\tdb.SetMaxOpenConns(30)\n}\n',
    },
    [],
  ],
  [
    'go sqlite limit',
    {
      'db.go':
        'package db\nimport (\n\t"database/sql"\n\t_ "modernc.org/sqlite"\n)\nfunc Open() {\n\tdb, _ := sql.Open("sqlite", d)\n\tdb.SetMaxOpenConns(1)\n}\n',
    },
    [],
  ],
  [
    'pgxpool',
    {
      'db.go':
        'package db\nimport (\n\t"context"\n\t"os"\n\t"time"\n\t"github.com/jackc/pgx/v5/pgxpool"\n)\nfunc Open(ctx context.Context) (*pgxpool.Pool, error) {\n\tcfg, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))\n\tif err != nil { return nil, err }\n\tcfg.MaxConns = 20\n\tcfg.MinConns = 2\n\tcfg.MaxConnLifetime = time.Hour\n\tcfg.MaxConnIdleTime = 30 * time.Minute\n\treturn pgxpool.NewWithConfig(ctx, cfg)\n}\n',
    },
    ['pgxpool db.go:11 20 - 1800000 3600000 prepares'],
  ],
  [
    'pgxpool url',
    {
      'db.go':
        'package db\nimport "github.com/jackc/pgx/v5/pgxpool"\nfunc Open() {\n\tp, _ := pgxpool.New(ctx, "postgres://u:hunter2@h/d?pool_max_conns=12")\n}\n',
    },
    ['pgxpool db.go:4 12 - 1800000 3600000 prepares'],
  ],
  [
    'gorm',
    {
      'db.go':
        'package db\nimport (\n\t"gorm.io/driver/postgres"\n\t"gorm.io/gorm"\n)\nfunc Open() {\n\tdb, _ := gorm.Open(postgres.Open(dsn), &gorm.Config{})\n\tsqlDB, _ := db.DB()\n\tsqlDB.SetMaxOpenConns(100)\n}\n',
    },
    ['database/sql db.go:9 100 - 0 0 prepares'],
  ],
  [
    'ent/generated vendored go',
    {
      'vendor/x/db.go': 'package x\nimport "database/sql"\nfunc f() { sql.Open("postgres", u) }\n',
      'third_party/x/db.go': 'package x\nimport "database/sql"\nfunc f() { sql.Open("postgres", u) }\n',
    },
    [],
  ],
  [
    'tests',
    {
      'src/__tests__/a.ts': "import { Pool } from 'pg'\nnew Pool()\n",
      'spec/a.ts': "import { Pool } from 'pg'\nnew Pool()\n",
      'src/db.test.ts': "import { Pool } from 'pg'\nnew Pool()\n",
      'test_db.py': 'from sqlalchemy import create_engine\ne = create_engine("postgresql://h/d")\n',
      'tests/conftest.py': 'from sqlalchemy import create_engine\ne = create_engine("postgresql://h/d")\n',
      'conftest.py': 'from sqlalchemy import create_engine\ne = create_engine("postgresql://h/d")\n',
      'db_test.go': 'package x\nimport "database/sql"\nfunc f() { sql.Open("postgres", u) }\n',
      'cypress/a.ts': "import { Pool } from 'pg'\nnew Pool()\n",
      'scripts/seed.ts': "import { Pool } from 'pg'\nnew Pool()\n",
      'docs/example.ts': "import { Pool } from 'pg'\nnew Pool()\n",
      'bench/x.ts': "import { Pool } from 'pg'\nnew Pool()\n",
      'test/docker-compose.yml': 'services:\n  a:\n    environment:\n      DATABASE_URL: postgres://h/d\n',
      '.env.test': 'DATABASE_URL=postgres://h/d?connection_limit=1\n',
      'mocks/a.ts': "import { Pool } from 'pg'\nnew Pool()\n",
    },
    [],
  ],
  [
    'pgbouncer include',
    {
      'ops/pgbouncer.ini':
        ';; cfg\n[databases]\n* = host=db port=5432\napp = host=db pool_size=50 pool_mode=session\n[pgbouncer]\n%include /etc/pgbouncer/common.ini\n%include common.ini\npool_mode = transaction\nauth_query = SELECT 1\nadmin_users = a\n',
      'ops/common.ini': 'max_client_conn = 1000\ndefault_pool_size = 20\nreserve_pool_size = 5\n',
    },
    ['PgBouncer ops/pgbouncer.ini:8 transaction 80 1000 ?'],
  ],
  [
    'pgbouncer tmpl',
    {
      'pgbouncer.ini.tmpl': '[pgbouncer]\npool_mode = ${MODE}\ndefault_pool_size = ${SIZE}\n',
      'pgbouncer.ini': '[databases]\n[pgbouncer]\npool_mode = ${MODE}\ndefault_pool_size = ${SIZE}\n',
    },
    ['PgBouncer pgbouncer.ini:3 session env 100 ?'],
  ],
  [
    'k8s configmap pgbouncer',
    {
      'k8s/pgbouncer.yaml':
        'apiVersion: v1\nkind: ConfigMap\ndata:\n  pgbouncer.ini: |\n    [databases]\n    app = host=db\n    [pgbouncer]\n    pool_mode = transaction\n    default_pool_size = 40\n',
    },
    ['PgBouncer k8s/pgbouncer.yaml:8 transaction 40 100 ?'],
  ],
  [
    'CNPG Pooler',
    {
      'k8s/pooler.yaml':
        'apiVersion: postgresql.cnpg.io/v1\nkind: Pooler\nmetadata:\n  name: p\nspec:\n  instances: 3\n  type: rw\n  pgbouncer:\n    poolMode: transaction\n    parameters:\n      max_client_conn: "1000"\n      default_pool_size: "10"\n',
    },
    ['PgBouncer k8s/pooler.yaml:9 transaction 10 1000 ?'],
  ],
  [
    'odyssey',
    {
      'odyssey.conf':
        'storage "s" {\n\ttype "remote"\n\thost "127.0.0.1"\n}\ndatabase default {\n\tuser default {\n\t\tauthentication "none"\n\t\tstorage "s"\n\t\tstorage_password "hunter2"\n\t\tpool "transaction"\n\t\tpool_size 50\n\t\tpool_reserve_prepared_statement yes\n\t}\n}\n',
    },
    ['Odyssey odyssey.conf:10 transaction 50 Infinity 1'],
  ],
  [
    'pgcat',
    {
      'pgcat.toml':
        '[general]\nport = 6432\n[pools.app]\npool_mode = "transaction"\n[pools.app.users.0]\nusername = "u"\npassword = "hunter2"\npool_size = 9\n',
    },
    ['PgCat pgcat.toml:4 transaction 9 Infinity 0'],
  ],
  [
    'rds proxy tf',
    {
      'infra/proxy.tf':
        'resource "aws_db_proxy" "this" {\n  name = "p"\n  engine_family = "POSTGRESQL"\n}\nresource "aws_db_proxy_default_target_group" "this" {\n  db_proxy_name = aws_db_proxy.this.name\n  connection_pool_config {\n    max_connections_percent = 80\n    connection_borrow_timeout = 120\n  }\n}\n',
    },
    ['RDS Proxy infra/proxy.tf:1 transaction ? Infinity 0'],
  ],
  [
    'rds proxy tf mysql',
    { 'infra/proxy.tf': 'resource "aws_db_proxy" "this" {\n  name = "p"\n  engine_family = "MYSQL"\n}\n' },
    [],
  ],
  [
    'rds proxy cdk',
    {
      'lib/stack.ts':
        "import * as rds from 'aws-cdk-lib/aws-rds'\nimport * as lambda from 'aws-cdk-lib/aws-lambda'\nnew rds.DatabaseProxy(this, 'Proxy', { proxyTarget: rds.ProxyTarget.fromInstance(db), maxConnectionsPercent: 90, secrets: [] })\nnew lambda.Function(this, 'F', {})\n",
    },
    ['RDS Proxy lib/stack.ts:3 transaction ? Infinity 0', 'functions lib/stack.ts'],
  ],
  [
    'rds proxy cdk addProxy',
    {
      'lib/stack.ts':
        "import * as rds from 'aws-cdk-lib/aws-rds'\nconst p = instance.addProxy('p', { secrets: [], maxConnectionsPercent: 50 })\n",
    },
    ['RDS Proxy lib/stack.ts:2 transaction ? Infinity 0'],
  ],
  [
    'sam',
    {
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources:\n  Fn:\n    Type: AWS::Serverless::Function\n    Properties:\n      Environment:\n        Variables:\n          X: !Ref Y\n  Proxy:\n    Type: AWS::RDS::DBProxy\n    Properties:\n      EngineFamily: POSTGRESQL\n',
    },
    ['RDS Proxy template.yaml:10 transaction ? Infinity 0', 'functions template.yaml'],
  ],
  [
    'serverless fw',
    {
      'serverless.yml':
        'service: x\nprovider:\n  name: aws\nfunctions:\n  a:\n    handler: src/a.handler\n    environment:\n      DATABASE_URL: ${ssm:/db}\n',
      'src/a.ts':
        "import { Client } from 'pg'\nexport const handler = async () => { const c = new Client(process.env.DATABASE_URL); await c.connect() }\n",
    },
    ['client src/a.ts:2', 'functions serverless.yml'],
  ],
  [
    'vercel next w/ postgres.js supabase',
    {
      'vercel.json': '{}',
      'src/db.ts':
        "import postgres from 'postgres'\nexport const sql = postgres(process.env.DATABASE_URL!, { prepare: false })\n",
      '.env.example':
        'DATABASE_URL=postgres://postgres.x:hunter2@aws-0-eu-central-1.pooler.supabase.com:6543/postgres\n',
    },
    [
      'postgres.js src/db.ts:2 10 0 0 2700000',
      'Supabase’s pooler .env.example:1 transaction ? Infinity 0',
      'functions vercel.json',
    ],
  ],
  [
    'next.config only',
    {
      'next.config.js': 'module.exports={}',
      'src/db.ts': "import { Pool } from 'pg'\nexport const pool = new Pool({ max: 1, connectionTimeoutMillis: 1 })\n",
    },
    ['node-postgres src/db.ts:2 1 1 10000 0'],
  ],
  [
    'static vercel with server',
    {
      'docs/vercel.json': '{}',
      'apps/api/src/db.ts':
        "import { Pool } from 'pg'\nexport const pool = new Pool({ max: 1, connectionTimeoutMillis: 1 })\n",
    },
    ['node-postgres apps/api/src/db.ts:2 1 1 10000 0'],
  ],
  [
    'bad yaml',
    {
      'docker-compose.yml': 'services:\n  a: [\n environment: {',
      'config/database.yml': 'a: b: c\nadapter: postgresql',
    },
    ['config/database.yml is no YAML that can be read.', 'docker-compose.yml is no YAML that can be read.'],
  ],
  [
    'bad prisma',
    { 'prisma/schema.prisma': 'datasource db { provider = "postgresql" url = env("DATABASE_URL' },
    ['prisma/schema.prisma is no Prisma schema that can be read.'],
  ],
  [
    'helm template',
    {
      'chart/templates/service.yaml': 'a: {{ .Values.x }}',
      'docker-compose.yml': 'services:\n  a:\n    image: {{ x }}\n    environment:\n      A: 1\n',
    },
    [],
  ],
  [
    'ts broken',
    { 'src/db.ts': "import { Pool } from 'pg'\nnew Pool({ max: 5, \n" },
    ['node-postgres src/db.ts:2 5 0 10000 0'],
  ],
  [
    'lock',
    { 'package-lock.json': '{"pg": "postgres://u:hunter2@h/d"}', 'pnpm-lock.yaml': 'pg: 1', 'yarn.lock': 'pg' },
    [],
  ],
  [
    'pg-promise by require, and on the spot, with what is not known',
    {
      'src/db.js':
        "const pgp = require('pg-promise')({ noWarnings: true })\nmodule.exports = pgp({ max: Number(process.env.N), connectionTimeoutMillis: 2000 })\n",
      'src/other.js':
        "const pgPromise = require('pg-promise')\nmodule.exports = pgPromise()(process.env.DATABASE_URL)\n",
      'src/third.js': "const pgp = require('pg-promise')()\nmodule.exports = config => pgp(config)\n",
      'src/none.js': "const pgp = require('pg-promise')()\npgp.end()\n",
    },
    [
      'pg-promise src/db.js:2 env 2000 10000 0',
      'pg-promise src/other.js:2 10 0 10000 0',
      'pg-promise src/third.js:2 ? ? ? ?',
    ],
  ],
  [
    'mikro-orm, options that stand by themselves and a call that takes them',
    {
      'src/mikro-orm.config.ts':
        "import { Options, PostgreSqlDriver } from '@mikro-orm/postgresql'\nconst config: Options = { driver: PostgreSqlDriver, password: 'hunter2', pool: { max: +process.env.POOL! } }\nexport default config\n",
      'src/main.ts':
        "import { MikroORM } from '@mikro-orm/core'\nimport config from './mikro-orm.config'\nawait MikroORM.init(config)\n",
    },
    ['MikroORM src/mikro-orm.config.ts:2 env 60000 30000 -'],
  ],
  [
    'mikro-orm by type, without a pool, and for another database',
    {
      'src/a.ts':
        "import { MikroORM } from '@mikro-orm/core'\nawait MikroORM.init({ type: 'postgresql', dbName: 'a' })\n",
      'src/b.ts':
        "import { MikroORM } from '@mikro-orm/core'\nawait MikroORM.init({ type: 'mysql', pool: { max: 3 } })\n",
      'src/c.ts':
        "import { defineConfig } from '@mikro-orm/sqlite'\nexport default defineConfig({ pool: { max: 3 } })\n",
    },
    ['MikroORM src/a.ts:2 10 60000 30000 -'],
  ],
  [
    'strapi as it is generated, with the file of production',
    {
      'config/database.ts':
        "export default ({ env }) => {\n  const client = env('DATABASE_CLIENT', 'sqlite');\n  const connections = {\n    mysql: { pool: { max: 3 } },\n    postgres: { connection: { password: 'hunter2' }, pool: { min: env.int('A', 2), max: env.int('B', 10) } },\n  };\n  return { connection: { client, ...connections[client], acquireConnectionTimeout: env.int('C', 60000) } };\n};\n",
    },
    ['Strapi config/database.ts:5 env env 30000 -'],
  ],
  [
    'strapi in production, and on SQLite',
    {
      'config/database.js':
        "module.exports = ({ env }) => ({ connection: { client: 'postgres', pool: { max: 4 }, acquireConnectionTimeout: 5000 } })\n",
      'config/env/production/database.js':
        "module.exports = ({ env }) => ({ connection: { client: 'postgres', connection: env('DATABASE_URL'), pool: { max: 8 } } })\n",
      'config/env/development/database.js':
        "module.exports = () => ({ connection: { client: 'sqlite', pool: { max: 1 } } })\n",
    },
    ['Strapi config/env/production/database.js:1 8 60000 30000 -'],
  ],
  ['strapi sqlite', { 'config/database.js': "module.exports = () => ({ connection: { client: 'sqlite' } })\n" }, []],
  [
    'sequelize config.js, which its models are given',
    {
      'config/config.js':
        "module.exports = {\n  development: { dialect: 'sqlite' },\n  production: { use_env_variable: 'DATABASE_URL', dialect: 'postgres', pool: { max: parseInt(process.env.POOL), acquire: 20000 } },\n}\n",
      'models/index.js':
        "const Sequelize = require('sequelize')\nconst config = require('../config/config.js')[process.env.NODE_ENV]\nconst sequelize = new Sequelize(config.database, config.username, config.password, config)\n",
    },
    ['Sequelize config/config.js:3 env 20000 10000 -'],
  ],
  [
    'sequelize config.json without a pool, for another database, or for something else',
    {
      'a/config/config.json':
        '{\n  "development": { "dialect": "sqlite" },\n  "production": { "dialect": "postgres", "password": "hunter2" }\n}\n',
      'b/config/config.json': '{ "production": { "dialect": "mysql", "pool": { "max": 3 } } }\n',
      'c/config/config.json': '{ "title": "A site", "pool": { "max": 3 } }\n',
    },
    ['Sequelize a/config/config.json:3 5 60000 10000 -'],
  ],
  [
    'quarkus, its production, two sources and a reactive one',
    {
      'src/main/resources/application.properties':
        'quarkus.datasource.db-kind=postgresql\nquarkus.datasource.password=hunter2\nquarkus.datasource.jdbc.max-size=8\n%dev.quarkus.datasource.jdbc.max-size=2\n%prod.quarkus.datasource.jdbc.max-size=${POOL:30}\nquarkus.datasource.jdbc.acquisition-timeout=PT10S\nquarkus.datasource."users".db-kind=pg\nquarkus.datasource."users".reactive.max-size=12\nquarkus.datasource."users".reactive.idle-timeout=5M\nquarkus.datasource.old.db-kind=mysql\nquarkus.datasource.old.jdbc.max-size=4\n',
    },
    [
      'Agroal src/main/resources/application.properties:5 env 10000 300000 0 prepares',
      'Vert.x src/main/resources/application.properties:8 12 - 300000 0',
    ],
  ],
  [
    'quarkus in YAML, with the size of its version',
    {
      'src/main/resources/application.yml':
        'quarkus:\n  datasource:\n    db-kind: postgresql\n    jdbc:\n      url: jdbc:postgresql://h/db?prepareThreshold=0\n      max-lifetime: 1H\n',
    },
    ['Agroal src/main/resources/application.yml:3 ? 5000 300000 3600000'],
  ],
  [
    'pgcat with two pools, shards and comments',
    {
      'ops/pgcat.toml':
        '[general]\nport = 6432 # like PgBouncer\nadmin_password = "hunter2"\n[pools.app]\npool_mode = "transaction"\nprepared_statements_cache_size = 500\n[pools.app.users.0]\nusername = "a" # one\npool_size = 9 # for each\n[pools.app.users.1]\npool_size = 21\n[pools.app.shards.0]\nservers = [\n  [ "127.0.0.1", 5432, "primary" ],\n]\ndatabase = "app"\n[pools.jobs]\npool_mode = "session"\n[pools.jobs.users.0]\npool_size = 5\n',
    },
    ['PgCat ops/pgcat.toml:5 transaction 35 Infinity 500'],
  ],
  [
    'pgcat whose size a template makes, and a file that is none',
    {
      'pgcat.toml': '[pools.app]\n[pools.app.users.0]\npool_size = ${POOL}\n',
      'ops/pgcat.other.toml': '[general]\nport = 1\n',
    },
    ['PgCat pgcat.toml:3 transaction env Infinity 0'],
  ],
  [
    'django settings whose address the environment has',
    {
      'a/settings.py':
        "import dj_database_url\nfrom os import environ\nDATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\nif environ.get('URL'):\n    DATABASES['default'] = dj_database_url.parse(environ['URL'], conn_max_age=int(environ['AGE']))\n",
      'b/settings.py':
        "import dj_database_url\nDATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'PASSWORD': 'hunter2'}}\nDATABASES['default'].update(dj_database_url.config(conn_max_age=500, ssl_require=True))\n",
      'c/settings.py':
        "import environ\nenv = environ.Env()\nDATABASES = {'default': env.db('DATABASE_URL')}\nDATABASES['default']['CONN_MAX_AGE'] = 60\n",
      'd/settings.py':
        "import dj_database_url\nDATABASES = {'default': dj_database_url.parse('sqlite:///db.sqlite3', conn_max_age=9)}\n",
    },
    [
      'Django, a connection for each thread a/settings.py:5 1 - - env',
      'Django, a connection for each thread b/settings.py:3 1 - - 500000',
      'Django, a connection for each thread c/settings.py:4 1 - - 60000',
    ],
  ],
  [
    'pgxpool and database/sql under other names',
    {
      'db.go':
        'package db\nimport pool "github.com/jackc/pgx/v5/pgxpool"\nfunc Open() {\n\tcfg, _ := pool.ParseConfig(os.Getenv("DSN"))\n\tcfg.MaxConns = 20\n\tp, _ := pool.NewWithConfig(ctx, cfg)\n}\n',
      'old.go':
        'package db\nimport (\n\tstd "database/sql"\n\t_ "github.com/lib/pq"\n)\nfunc Old() {\n\tdb, _ := std.Open("postgres", dsn)\n\tdb.SetMaxOpenConns(7)\n}\n',
      'env.go':
        'package db\nimport px "github.com/jackc/pgx/v5/pgxpool"\nfunc Env() {\n\tcfg.MaxConns = int32(size(os.Getenv("N")))\n\tpx.NewWithConfig(ctx, cfg)\n}\n',
      'other.go': 'package db\nimport pool "example.com/workers/pool"\nfunc W() { pool.New(ctx, 4) }\n',
    },
    [
      'pgxpool db.go:5 20 - 1800000 3600000 prepares',
      'pgxpool env.go:4 env - 1800000 3600000 prepares',
      'database/sql old.go:8 7 - 0 0',
    ],
  ],
]

test.each(PROJECTS)('%s', async (_, files, found) => {
  const lines = await linesOf(files)
  expect(lines).toEqual(found)
  expect(JSON.stringify(await readPools(memoryTree(files), 4))).not.toContain('hunter2')
})
