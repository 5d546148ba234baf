import { createStore, type Store } from '@media-feed/uploader';
import { createServiceContext } from '../service-context.ts';

/** What somebody signed out wanted to do, to be done once they are signed in. */
export interface Intent {
  readonly likeMediaId: string;
}

export type SignInIntent = Store<Intent | null>;

export const createSignInIntent = (): SignInIntent => createStore<Intent | null>(null);

export const [SignInIntentContext, useSignInIntent] = createServiceContext<SignInIntent>('sign-in intent');
