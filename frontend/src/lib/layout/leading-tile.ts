import type { ReactNode } from 'react';
import type { Box } from './justified-layout.ts';

/** A tile at the head of a grid that is not a media item yet: an upload under way. */
export interface LeadingTile {
  readonly key: string;
  /** Width by height. */
  readonly aspect: number;
  readonly render: (box: Box) => ReactNode;
}
