import { n as loadDatabaseOf, t as adviseAll } from "./chunk-advice.js";

export { adviseAll, loadDatabaseOf };