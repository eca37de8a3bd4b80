import { n as renderComment, t as commentSections } from "./chunk-comment.js";

export { renderComment };