import { n as renderJson, t as jsonParts } from "./chunk-json2.js";

export { jsonParts };