import { t as mergeShards } from "./chunk-merge-shards2.js";

export { mergeShards };