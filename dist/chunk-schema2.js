import { n as reportSchema, t as parseReport } from "./chunk-schema3.js";

export { parseReport };