import type { Figures } from './entry.ts'

/** Pages, temporary ones included. */
export const workOf = ({ buffers, tempBlocks }: Figures): number => buffers + tempBlocks
