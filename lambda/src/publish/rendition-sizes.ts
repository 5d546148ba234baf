/** The sizes in which a picture is published. */

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

export interface RenditionSize extends PixelSize {
  readonly name: string;
}

/**
 * Pixels of the longer side, for pictures that are no more than twice as long as wide. A longer one, such as the
 * screenshot of a whole page, keeps half of that for its shorter side, so that it can be read.
 */
const boxes = [320, 960, 2048, 4096] as const;
/** Of frames: those of an animation are held all at once, and a poster stands for a film that plays. */
const largestFrameBox = 2048;
/** What WebP can hold (RFC 6386 §9.1: 14 bits). */
const maxSide = 16_383;
/** Pixels in all, as a multiple of a square box, and of the largest: what is held of a picture is bounded. */
const maxSquares = 4;
const maxPixels = 4096 ** 2;

function fit({ width, height }: PixelSize, box: number): PixelSize {
  const [longer, shorter] = [Math.max(width, height), Math.min(width, height)];
  const scale = Math.min(
    1,
    Math.max(box / longer, box / 2 / shorter),
    maxSide / longer,
    Math.sqrt(Math.min(maxSquares * box * box, maxPixels) / (longer * shorter)),
  );
  const scaled = (side: number): number => Math.max(1, Math.min(maxSide, Math.round(side * scale)));
  return { width: scaled(width), height: scaled(height) };
}

/** Smallest first. A picture gets each box that it is larger than, and the next one in its own size. */
export const renditionSizes = (picture: PixelSize): RenditionSize[] => sizesIn(boxes, picture);

/** The same for a frame of an animation or a film. */
export const frameSizes = (frame: PixelSize): RenditionSize[] =>
  sizesIn(
    boxes.filter((box) => box <= largestFrameBox),
    frame,
  );

function sizesIn(among: readonly number[], picture: PixelSize): RenditionSize[] {
  const sizes: RenditionSize[] = [];
  for (const box of among) {
    const size = fit(picture, box);
    const last = sizes.at(-1);
    if (last?.width === size.width && last.height === size.height) break;
    sizes.push({ name: `${String(box)}.webp`, ...size });
  }
  return sizes;
}
