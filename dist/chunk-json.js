import { t as jsonParts } from "./chunk-json2.js";

export { jsonParts };