/** What a HEIF picture is put together from: coded pictures, grids of them, and layers (ISO/IEC 23008-12 §6.6). */
import type { Orientation } from './exif.ts';
import type { ByteRange } from './byte-range.ts';

/** Pixels of a picture that are shown. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How luma and chroma are made red, green and blue: a number of H.273 table 4, and whether black is 0. */
export interface CodedMatrix {
  readonly matrix: number;
  readonly isFullRange: boolean;
}

interface AnyHeifImage {
  /** Before it is cut and turned. */
  readonly width: number;
  readonly height: number;
  readonly crop: Crop;
  /** Once it is cut. */
  readonly orientation: Orientation;
  /** Its grey is how opaque the picture is. */
  readonly alpha?: HeifImage;
  /** Colours have been multiplied by alpha. */
  readonly isPremultiplied?: true;
}

export interface HevcImage extends AnyHeifImage {
  readonly kind: 'hevc';
  /** `hvcC`. */
  readonly configuration: ByteRange;
  /** One behind the other. */
  readonly data: readonly ByteRange[];
  /** Where the container says it; else the coded picture does. */
  readonly matrix?: CodedMatrix;
}

export interface LayeredImage extends AnyHeifImage {
  readonly kind: 'layers';
  /** Red, green, blue and alpha of what no layer covers, 16 bits each. */
  readonly background: readonly [number, number, number, number];
  readonly layers: readonly { readonly left: number; readonly top: number; readonly image: HeifImage }[];
}

export type HeifImage = HevcImage | LayeredImage;

/** What is told of the whole picture. */
export interface HeifPicture {
  readonly image: HeifImage;
  /** Where its ICC profile stands. */
  readonly profile?: ByteRange;
  /** Of the deepest of its parts. */
  readonly bits: number;
}
