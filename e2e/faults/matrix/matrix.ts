import { apiKilled } from './api-killed.ts';
import type { FaultGroup } from './fault.ts';

/** In the order of RELIABILITY's table. */
export const matrix: readonly FaultGroup[] = [apiKilled];
