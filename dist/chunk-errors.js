// src/errors.ts
/** Something that the user can fix. Everything else that is thrown is a bug and keeps its stack. */
var UserError = class extends Error {
	name = "UserError";
	hint;
	kind;
	unexcused;
	constructor(message, options = {}) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.hint = options.hint;
		this.kind = options.kind ?? "measurement";
		this.unexcused = options.unexcused;
	}
};

export { UserError as t };