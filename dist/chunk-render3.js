import { t as renderHtml } from "./chunk-render2.js";

export { renderHtml };