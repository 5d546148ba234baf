import type { Location } from 'react-router';
import type { MediaList } from './media/media-list.ts';

/** What the viewer is given when it opens over a page: the page to show behind it, and the list to step through. */
export interface ViewerState {
  readonly background: Location;
  readonly list?: MediaList;
}
