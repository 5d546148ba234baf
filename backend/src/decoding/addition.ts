import type { ReceivedAddedResult } from '@media-feed/contract';

/** What was made of a published recording afterwards. */
export type Addition = Omit<ReceivedAddedResult, 'version' | 'kind'>;
