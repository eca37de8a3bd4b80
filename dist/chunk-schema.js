import { n as reportSchema, t as parseReport } from "./chunk-schema2.js";

export { parseReport };