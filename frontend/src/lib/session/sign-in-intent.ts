import { createStore } from '@media-feed/uploader';

/** What somebody signed out wanted to do, to be done once they are signed in. */
export interface Intent {
  readonly likeMediaId: string;
}

export const intent = createStore<Intent | null>(null);
