/** The API and the queue's consumer, together or each alone (`ROLE`). */
import { run } from './run.ts';

await run();
