import type { PixelSize } from './rendition-sizes.ts';

/** Pixels in memory, 8 bits a channel. */
export interface RawPicture extends PixelSize {
  readonly data: Uint8Array;
  readonly channels: 1 | 2 | 3 | 4;
}

/** The same with 16 bits. */
export interface DeepPicture extends Omit<RawPicture, 'data'> {
  readonly data: Uint16Array;
}
