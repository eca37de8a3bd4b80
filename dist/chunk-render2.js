import { t as renderHtml } from "./chunk-render3.js";

export { renderHtml };