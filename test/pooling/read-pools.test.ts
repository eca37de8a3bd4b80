import { describe, expect, test } from 'vitest'
import type { Figure } from '../../src/pooling/pool.ts'
import { readPools } from '../../src/pooling/read/read-pools.ts'
import { memoryTree } from '../support/memory-tree.ts'

const shown = (figure: Figure | undefined): string => {
  if (figure === undefined) return '-'
  if (figure.kind === 'unknown') return figure.isEnvironment ? 'env' : '?'
  return String(figure.value)
}

/** Library, place, size; how long it waits, keeps idle connections, keeps any. */
async function poolsOf(files: Readonly<Record<string, string>>, cpus?: number): Promise<readonly string[]> {
  const { applications } = await readPools(memoryTree(files), cpus)
  return applications.map(
    ({ library, file, line, size, acquireMs, idleMs, lifetimeMs }) =>
      `${library} ${file}:${line} ${shown(size)} ${shown(acquireMs)} ${shown(idleMs)} ${shown(lifetimeMs)}`,
  )
}

describe('pools in source code', () => {
  const cases: readonly (readonly [name: string, file: string, source: string, found: readonly string[]])[] = [
    [
      'node-postgres, with arithmetic and a constant',
      'src/db.ts',
      "import { Pool } from 'pg'\nconst SIZE = 20\nexport const pool: Pool = new Pool({ max: SIZE, idleTimeoutMillis: 30 * 1_000, connectionString: process.env.URL })\n",
      ['node-postgres src/db.ts:3 20 0 30000 0'],
    ],
    [
      'node-postgres by require, with its defaults',
      'db.js',
      "const { Pool } = require('pg')\nmodule.exports = new Pool()\n",
      ['node-postgres db.js:2 10 0 10000 0'],
    ],
    [
      'node-postgres through its module, a size from the environment',
      'db.mjs',
      "import pg from 'pg'\nnew pg.Pool({ max: Number(process.env.POOL ?? 5), connectionTimeoutMillis: 2000 })\n",
      ['node-postgres db.mjs:2 env 2000 10000 0'],
    ],
    [
      'a name that is bound twice is not known',
      'db.ts',
      "import { Pool } from 'pg'\nlet n = 5\nn = 6\nnew Pool({ max: n })\n",
      ['node-postgres db.ts:4 ? 0 10000 0'],
    ],
    ['another Pool', 'db.ts', "import { Pool } from 'generic-pool'\nimport 'pg'\nnew Pool({ max: 5 })\n", []],
    [
      'a pool in a comment and in a text',
      'db.ts',
      "import { Pool } from 'pg'\n// new Pool({ max: 5 })\nconst s = 'new Pool({ max: 5 })'\n",
      [],
    ],
    ['the pool of a test', 'test/db.ts', "import { Pool } from 'pg'\nnew Pool()\n", []],
    [
      'postgres.js',
      'db.ts',
      "import postgres from 'postgres'\nexport const sql = postgres(process.env.DATABASE_URL!, { max: 15, idle_timeout: 20 })\n",
      ['postgres.js db.ts:2 15 0 20000 2700000'],
    ],
    [
      'Knex',
      'knexfile.ts',
      "import knex from 'knex'\nexport const db = knex({ client: 'pg', pool: { min: 2, max: 7 } })\nknex({ client: 'mysql2' })\n",
      ['Knex knexfile.ts:2 7 60000 30000 -'],
    ],
    [
      'Sequelize',
      'db.js',
      "import { Sequelize } from 'sequelize'\nnew Sequelize('d', 'u', process.env.P, { dialect: 'postgres', pool: { max: 9 } })\nnew Sequelize({ dialect: 'sqlite' })\n",
      ['Sequelize db.js:2 9 60000 10000 -'],
    ],
    [
      'TypeORM',
      'data-source.ts',
      "import { DataSource } from 'typeorm'\nnew DataSource({ type: 'postgres', poolSize: 12, extra: { idleTimeoutMillis: 1 } })\n",
      ['TypeORM data-source.ts:2 12 0 1 0'],
    ],
    [
      'Drizzle with an address, and with a pool of its own',
      'db.ts',
      "import { drizzle } from 'drizzle-orm/node-postgres'\nimport { Pool } from 'pg'\nconst pool = new Pool({ max: 3 })\ndrizzle({ client: pool })\ndrizzle(process.env.DATABASE_URL)\ndrizzle({ connection: { max: 4 } })\n",
      [
        'node-postgres db.ts:3 3 0 10000 0',
        'Drizzle with node-postgres db.ts:5 10 0 10000 0',
        'Drizzle with node-postgres db.ts:6 4 0 10000 0',
      ],
    ],
    [
      'SQLAlchemy',
      'app/db.py',
      'import os\nfrom sqlalchemy import create_engine\nengine = create_engine(os.environ["URL"], pool_size=8, pool_recycle=-1)\nother = create_engine("sqlite:///x.db")\n',
      ['SQLAlchemy app/db.py:3 18 30000 - 0'],
    ],
    [
      'Flask-SQLAlchemy, without a limit',
      'config.py',
      'SQLALCHEMY_ENGINE_OPTIONS = {"pool_size": 5, "max_overflow": -1}\n',
      ['SQLAlchemy config.py:1 Infinity 30000 - 0'],
    ],
    [
      'Django',
      'project/settings.py',
      'DATABASES = {\n  "default": {\n    "ENGINE": "django.db.backends.postgresql",\n    "CONN_MAX_AGE": 600,\n  },\n  "old": {"ENGINE": "django.db.backends.mysql"},\n}\n',
      ['Django, a connection for each thread project/settings.py:4 1 - - 600000'],
    ],
    [
      'Django with a pool',
      'settings.py',
      'import os\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"pool": {"max_size": int(os.environ["N"])}}}}\n',
      ['Django with psycopg’s pool settings.py:2 env 30000 - -'],
    ],
    [
      'database/sql',
      'main.go',
      'package main\nimport (\n\t"database/sql"\n\t_ "github.com/lib/pq"\n)\nfunc open() {\n\tdb, _ := sql.Open("postgres", url)\n\tdb.SetMaxOpenConns(25)\n\tdb.SetConnMaxLifetime(5 * time.Minute)\n}\n',
      ['database/sql main.go:8 25 - 0 300000'],
    ],
    [
      'database/sql without a limit',
      'main.go',
      'package main\nimport (\n\t"database/sql"\n\t_ "github.com/jackc/pgx/v5/stdlib"\n)\nfunc open() { db, _ := sql.Open("pgx", url) }\n',
      ['database/sql main.go:6 Infinity - 0 0'],
    ],
    [
      'database/sql of MySQL',
      'main.go',
      'package main\nimport "database/sql"\nfunc open() { sql.Open("mysql", url) }\n',
      [],
    ],
    [
      'pgxpool',
      'main.go',
      'package main\nimport "github.com/jackc/pgx/v5/pgxpool"\nfunc open() {\n\tconfig.MaxConns = 30\n\tpgxpool.NewWithConfig(ctx, config)\n}\n',
      ['pgxpool main.go:4 30 - 1800000 3600000'],
    ],
  ]
  test.each(cases)('%s', async (_, file, source, found) => {
    expect(await poolsOf({ [file]: source })).toEqual(found)
  })
})

describe('pools in configuration files', () => {
  const SCHEMA =
    'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n'
  const cases: readonly (readonly [name: string, files: Readonly<Record<string, string>>, found: readonly string[]])[] =
    [
      [
        'Prisma whose address is not in the repository',
        { 'prisma/schema.prisma': SCHEMA },
        ['Prisma prisma/schema.prisma:5 env env - -'],
      ],
      [
        'Prisma with an address in .env.example',
        {
          'prisma/schema.prisma': SCHEMA,
          '.env.example': '# local\nDATABASE_URL="postgresql://u:p@h/db?connection_limit=5&pool_timeout=2"\n',
        },
        ['Prisma .env.example:2 5 2000 - -'],
      ],
      [
        'Prisma with its default of twice the processors and one',
        { 'prisma/schema.prisma': SCHEMA, '.env': 'DATABASE_URL=postgres://u:p@h/db' },
        ['Prisma .env:1 9 10000 - -'],
      ],
      [
        'Prisma with a driver adapter, whose options count',
        {
          'prisma/schema.prisma': SCHEMA,
          '.env': 'DATABASE_URL=postgres://u:p@h/db?connection_limit=5',
          'db.ts':
            "import { PrismaPg } from '@prisma/adapter-pg'\nnew PrismaPg({ connectionString: process.env.DATABASE_URL, max: 6 })\n",
        },
        ['Prisma’s driver adapter db.ts:2 6 0 10000 0'],
      ],
      [
        'Prisma 7, which has no engine of its own, with an adapter that is made elsewhere',
        {
          'package.json': '{ "dependencies": { "@prisma/client": "^7.0.1" } }',
          'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
          '.env': 'DATABASE_URL=postgres://u:p@h/db?connection_limit=50',
        },
        ['Prisma’s driver adapter prisma/schema.prisma:1 ? ? - -'],
      ],
      ['Prisma for SQLite', { 'prisma/schema.prisma': SCHEMA.replace('postgresql', 'sqlite') }, []],
      [
        'HikariCP in YAML',
        {
          'src/main/resources/application.yml': `spring:\n  datasource:\n    hikari:\n      maximum-pool-size: 30\n      max-lifetime: \${LIFE}\n`,
        },
        ['HikariCP src/main/resources/application.yml:4 30 30000 600000 env'],
      ],
      [
        'HikariCP in properties',
        {
          'application-prod.properties':
            '# pool\nspring.datasource.hikari.maximumPoolSize=40\nspring.datasource.hikari.connection-timeout: 5000\n',
        },
        ['HikariCP application-prod.properties:2 40 5000 600000 1800000'],
      ],
      [
        'HikariCP in the environment of its container, over what its file says',
        {
          'src/main/resources/application.yml':
            'spring:\n  datasource:\n    url: jdbc:postgresql://db/app\n    hikari:\n      maximum-pool-size: 10\n      max-lifetime: 60000\n',
          'compose.yml':
            'services:\n  app:\n    build: .\n    environment:\n      SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE: 40\n      SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT: "3000"\n',
        },
        ['HikariCP compose.yml:5 40 3000 600000 60000'],
      ],
      [
        'HikariCP in the environment of two containers, of which one gets its size from elsewhere',
        {
          'docker-compose.yml':
            'services:\n  api:\n    environment:\n      - SPRING_DATASOURCE_URL=jdbc:postgresql://db/app\n      - SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE\n',
          'docker-compose.prod.yml':
            'services:\n  worker:\n    environment:\n      SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE: 4\n  old:\n    environment:\n      SPRING_DATASOURCE_URL: jdbc:mysql://db/app\n      SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE: 9\n',
        },
        [
          'HikariCP docker-compose.prod.yml:4 4 30000 600000 1800000',
          'HikariCP docker-compose.yml:5 env 30000 600000 1800000',
        ],
      ],
      [
        'HikariCP in a Deployment of Kubernetes',
        {
          'k8s/api.yaml':
            'kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          env:\n            - name: SPRING_DATASOURCE_URL\n              value: jdbc:postgresql://db/app\n            - name: SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE\n              value: "12"\n',
        },
        ['HikariCP k8s/api.yaml:10 12 30000 600000 1800000'],
      ],
      [
        'HikariCP made by Kotlin, with a size that is not known',
        {
          'src/main/kotlin/Db.kt':
            'import com.zaxxer.hikari.*\n\n// HikariConfig()\nval config = HikariConfig().apply {\n  maximumPoolSize = 30\n}\n',
          'src/main/kotlin/Other.kt': 'import com.zaxxer.hikari.HikariDataSource\nval kind = HikariDataSource::class\n',
        },
        ['HikariCP src/main/kotlin/Db.kt:5 ? ? ? ?'],
      ],
      [
        'HikariCP made by Kotlin, whose size a file says',
        {
          'src/main/kotlin/Db.kt':
            'import com.zaxxer.hikari.HikariDataSource\n@ConfigurationProperties("spring.datasource.hikari")\nfun pool() = HikariDataSource()\n',
          'src/main/resources/application.properties': 'spring.datasource.hikari.maximum-pool-size=8\n',
        },
        ['HikariCP src/main/resources/application.properties:1 8 30000 600000 1800000'],
      ],
      [
        'Rails, its size made by Ruby',
        {
          'config/database.yml':
            'default: &default\n  adapter: postgresql\n  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>\nproduction:\n  <<: *default\n  checkout_timeout: 2\ntest:\n  <<: *default\n',
        },
        ['Active Record config/database.yml:3 env 2000 300000 -'],
      ],
      [
        'Rails, one size for production',
        { 'config/database.yml': 'production:\n  adapter: postgresql\n  pool: 15\n' },
        ['Active Record config/database.yml:3 15 5000 300000 -'],
      ],
    ]
  test.each(cases)('%s', async (_, files, found) => {
    expect(await poolsOf(files, 4)).toEqual(found)
  })
})

describe('poolers', () => {
  const cases: readonly (readonly [name: string, files: Readonly<Record<string, string>>, found: readonly string[]])[] =
    [
      [
        'PgBouncer',
        {
          'ops/pgbouncer.ini':
            '[databases]\napp = host=db\nother = host=db pool_mode=session\n[pgbouncer]\n; one\npool_mode = transaction\ndefault_pool_size = 25\nmax_client_conn = 500\n',
        },
        ['PgBouncer ops/pgbouncer.ini:6 transaction 25×2=50 500 ? other=session'],
      ],
      [
        'PgBouncer with its defaults and a known version',
        {
          'pgbouncer.ini': '[pgbouncer]\nauth_type = md5\n',
          'compose.yml': 'services:\n  pool:\n    image: edoburu/pgbouncer:v1.18.0\n',
        },
        ['PgBouncer pgbouncer.ini:1 session 20×1=20 100 0'],
      ],
      [
        'PgBouncer in a Deployment of Kubernetes, its size from a ConfigMap',
        {
          'k8s/pool.yaml':
            'kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: pool\n          image: edoburu/pgbouncer:v1.21.0\n          env:\n            - name: POOL_MODE\n              value: transaction\n            - name: MAX_CLIENT_CONN\n              value: "400"\n            - name: DEFAULT_POOL_SIZE\n              valueFrom:\n                configMapKeyRef: { name: pool, key: size }\n',
        },
        ['PgBouncer k8s/pool.yaml:9 transaction env×1=env 400 0'],
      ],
      [
        'PgBouncer in the values of a chart',
        {
          'charts/values.yaml':
            'pgbouncer:\n  image:\n    repository: bitnami/pgbouncer\n    tag: 1.24.0\n  env:\n    PGBOUNCER_POOL_MODE: transaction\n    PGBOUNCER_DEFAULT_POOL_SIZE: 15\n',
        },
        ['PgBouncer charts/values.yaml:6 transaction 15×1=15 100 ?'],
      ],
      [
        'not one beside the tests of a pipeline',
        {
          '.github/workflows/ci.yml':
            'jobs:\n  test:\n    services:\n      pgbouncer:\n        image: edoburu/pgbouncer:v1.21.0\n        env:\n          POOL_MODE: transaction\n',
        },
        [],
      ],
      [
        'Pgpool-II',
        { 'pgpool.conf': "backend_hostname0 = 'db'\nnum_init_children = 16 # children\nmax_pool = 2\n" },
        ['Pgpool-II pgpool.conf:2 session 32×1=32 16 ?'],
      ],
      [
        'Odyssey',
        {
          'odyssey.conf':
            'storage "postgres" {\n  type "remote"\n}\ndatabase "app" {\n  user "app" {\n    pool "transaction" # shared\n    pool_size 10\n    client_max 200\n  }\n}\n',
        },
        ['Odyssey odyssey.conf:6 transaction 10×1=10 200 0'],
      ],
      [
        'RDS Proxy',
        {
          'template.yaml':
            'Resources:\n  Proxy:\n    Type: AWS::RDS::DBProxy\n    Properties:\n      EngineFamily: POSTGRESQL\n',
        },
        ['RDS Proxy template.yaml:3 transaction ?×1=? Infinity 0'],
      ],
    ]
  test.each(cases)('%s', async (_, files, found) => {
    const { proxies } = await readPools(memoryTree(files), undefined)
    const lines = proxies.map(({ product, file, line, mode, overrides, pools, ...each }) => {
      const figures = `${shown(each.poolSize)}×${pools}=${shown(each.opens)} ${shown(each.maxClients)} ${shown(each.preparedStatements)}`
      return [
        `${product} ${file}:${line} ${mode} ${figures}`,
        ...overrides.map(({ name, mode: own }) => `${name}=${own}`),
      ].join(' ')
    })
    expect(lines).toEqual(found)
  })
})
