import type { ReadableStore } from '@media-feed/uploader';
import { createServiceContext } from '../service-context.ts';

/** Ids of items that no list shows, because they are being deleted. */
export const [HiddenMediaContext, useHiddenMedia] =
  createServiceContext<ReadableStore<ReadonlySet<string>>>('set of hidden media');
