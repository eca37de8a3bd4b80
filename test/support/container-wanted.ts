import { isDockerThere } from '../../src/postgres/docker-engine.ts'

/** Whether the tests with the server in a container run: where there is an engine, and where one is promised. */
export const isContainerWanted = process.env.PGVERDICT_TEST_CONTAINER === '1' || (await isDockerThere(process.env))
