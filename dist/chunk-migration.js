// src/migrate/migration.ts
/** The place alone of what may have one. */
function placeOf(placed) {
	return "file" in placed ? {
		file: placed.file,
		line: placed.line
	} : {};
}

export { placeOf as t };