import { t as renderJson } from "./chunk-json2.js";

export { renderJson };