import { t as run } from "./chunk-run.js";

export { run };