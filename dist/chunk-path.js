// src/gate/label.ts
/** Set on a pull request by somebody who may, it accepts the plans of the commit that it was set on. */
const ACCEPT_LABEL = "plan-regression-accepted";
/**
* The policy under which the plans that a run has found are accepted, because the run was started by setting the label:
* the next push starts one that was not.
*/
function acceptByLabel(policy, comparisons, login, today) {
	if (login === void 0) return policy;
	const accept = comparisons.flatMap(({ name, head, atScale }) => [head, atScale?.head].filter((side) => side !== void 0).map(({ shape }) => ({
		query: name,
		plan: shape,
		reason: `label ${ACCEPT_LABEL}, set by ${login}`,
		until: today
	})));
	return {
		...policy,
		accept: [...policy.accept, ...accept]
	};
}

// src/migrate/path.ts
const SEED_EDITED = "The seed was edited on this branch.";
/** The upgrade path, unless what base was built from is no longer a part of head. */
function choosePath(base, head, seedChanged) {
	if (seedChanged) return fresh(SEED_EDITED);
	if (base.kind === "command" && head.kind === "command") return {
		kind: "upgrade",
		pending: [],
		reason: "Head’s migrations.command ran on a copy of the seeded base."
	};
	if (base.kind === "command" || head.kind === "command") return fresh(toolChange(nameOf(base), nameOf(head)));
	return chooseForSql(base, head);
}
function chooseForSql(base, head) {
	if (base.migrations.length > 0 && base.tool !== head.tool) return fresh(toolChange(base.tool, head.tool));
	const heads = new Map(head.migrations.map((migration) => [migration.id, migration]));
	const applied = base.migrations.filter((migration) => !migration.repeatable);
	const removed = applied.filter(({ id }) => !heads.has(id));
	const edited = applied.filter(({ id, checksum }) => heads.has(id) && heads.get(id).checksum !== checksum);
	const known = new Set(base.migrations.map(keyOf));
	const pending = head.migrations.filter((migration) => !known.has(keyOf(migration)));
	if (head.tool === "structure-sql" && edited.length > 0) return fresh(`${edited[0].file} was edited; it holds the whole schema instead of the steps to it.`);
	if (removed.length > 0) return fresh(reasonForRemoved(removed, pending));
	if (edited.length > 0) return fresh(`${listed(edited)} ${were(edited)} edited after base has run.`);
	return {
		kind: "upgrade",
		pending,
		reason: reasonForPending(pending)
	};
}
/** What a tool remembers of a migration that it has run. */
function keyOf({ id, repeatable, checksum }) {
	return repeatable ? `${id}\0${checksum}` : id;
}
function reasonForRemoved(removed, added) {
	const renamed = added.find(({ checksum }) => checksum === removed[0].checksum);
	if (removed.length === 1 && renamed) return `${removed[0].file} was renamed to ${renamed.file}.`;
	if (removed.length > 1 && added.length > 0 && added.length < removed.length) return `${removed.length} migrations of base were squashed into ${listed(added)}.`;
	return `${listed(removed)} ${were(removed)} removed.`;
}
function reasonForPending(pending) {
	if (pending.length === 0) return "The branch adds no migration.";
	return `The branch adds ${pending.length === 1 ? "one migration" : `${pending.length} migrations`}.`;
}
function toolChange(from, to) {
	return `The migration tool changed from ${from} to ${to}.`;
}
function were(migrations) {
	return migrations.length === 1 ? "was" : "were";
}
const MAX_LISTED = 3;
function listed(migrations) {
	const named = migrations.slice(0, MAX_LISTED).map(({ file }) => file);
	const more = migrations.length - named.length;
	return [...named, ...more > 0 ? [`${more} more`] : []].join(", ").replace(/, (?=[^,]*$)/, " and ");
}
function fresh(reason) {
	return {
		kind: "fresh",
		reason
	};
}
function nameOf(set) {
	return set.kind === "sql" ? set.tool : "a command";
}

export { acceptByLabel as i, choosePath as n, ACCEPT_LABEL as r, SEED_EDITED as t };