import { t as UserError } from "./chunk-errors.js";
import { n as writeWhole, t as checkOutputFile } from "./chunk-output-file.js";
import { n as connectClient } from "./chunk-client.js";
import { t as _usingCtx } from "./chunk-usingCtx.js";

// src/scale/export.ts
/**
* One row with one text: the statistics of production as JSON. It reads the catalog only, takes no lock that anybody could
* notice, and leaves out every value: common values are told by how common they are. Any role may run it; columns that the
* role may not read are not in it.
*/
const STATISTICS_QUERY = `with ours as (
  select n.nspname as schema, t.relname as "table", case when c.oid <> t.oid then c.relname end as "index",
         case when c.relkind in ('p', 'I') then 0
              else pg_relation_size(c.oid) / current_setting('block_size')::int end as blocks,
         c.relpages as pages, c.reltuples as rows, c.relallvisible as visible
  from pg_class c
  left join pg_index i on i.indexrelid = c.oid
  join pg_class t on t.oid = coalesce(i.indrelid, c.oid)
  join pg_namespace n on n.oid = t.relnamespace
  where c.relkind in ('r', 'm', 'p', 'i', 'I') and t.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
), spread as (
  select schemaname as schema, tablename as "table", attname as "column", inherited, null_frac as nulls,
         avg_width as width, n_distinct as "distinct",
         coalesce(most_common_freqs, '{}'::real[]) as frequencies, correlation
  from pg_stats
  where schemaname not in ('pg_catalog', 'information_schema')
)
select json_build_object(
  'pgverdict', 'statistics',
  'version', 1,
  'server', current_setting('server_version'),
  'relations', coalesce((select json_agg(ours order by schema, "table", "index" nulls first) from ours), '[]'),
  'columns', coalesce((select json_agg(spread order by schema, "table", "column", inherited) from spread), '[]')
)::text as statistics`;
/** The file's text, with a line for each relation and column, so that two of them can be compared. */
async function exportStatistics(client) {
	const [row] = await client.rows(STATISTICS_QUERY);
	const { relations, columns, ...head } = JSON.parse(row.statistics);
	const list = (items) => `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
	return `{\n${Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`).join("\n")}\n  "relations": ${list(relations)},\n  "columns": ${list(columns)}\n}\n`;
}

// src/scale/statistics-command.ts
const TIMEOUT_MS = 6e4;
/** `pgverdict statistics`: reads a production database and writes what it is like. Returns what to say. */
async function statistics({ url, output, sql }, env) {
	if (sql) return `${STATISTICS_QUERY};\n`;
	await checkOutputFile(output, "--output");
	const text = await read(urlOf(url, env));
	await writeWhole(output, text);
	return `Statistics: ${output}\nCommit it and name it in pgverdict.yml as target.statistics; it holds names and sizes, and no value.\n`;
}
function urlOf(url, env) {
	const name = url?.startsWith("$") ? url.slice(1) : void 0;
	const value = name === void 0 ? url : env[name];
	if (value !== void 0 && URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)) return value;
	throw new UserError(name === void 0 ? "--url is not of the form postgresql://user:password@host:port/database" : `--url: the environment variable ${name} holds no postgresql:// URL`, {
		kind: "usage",
		hint: "With --sql the query is printed, for psql to run."
	});
}
async function read(url) {
	try {
		try {
			var _usingCtx$1 = _usingCtx();
			const client = _usingCtx$1.a(await connectClient({
				url,
				timeoutMs: TIMEOUT_MS,
				settings: { default_transaction_read_only: "on" }
			}));
			return await exportStatistics(client);
		} catch (_) {
			_usingCtx$1.e = _;
		} finally {
			await _usingCtx$1.d();
		}
	} catch (error) {
		throw new UserError(`The statistics could not be read: ${error.message}`, {
			hint: "Check --url and whether the database can be reached from here.",
			cause: error
		});
	}
}

export { statistics };