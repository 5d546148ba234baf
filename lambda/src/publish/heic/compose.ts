/** Puts a HEIC together from its coded pictures, one of them in memory at a time. */
import { Malformed } from '../../inspect/bytes.ts';
import type { HeifImage, HevcImage, LayeredImage } from '../../inspect/heif-image.ts';
import { isStillSlice, readHevcConfiguration, unitsOf } from '../../inspect/hevc.ts';
import type { ByteRange } from '../../inspect/byte-range.ts';
import type { CodedColour } from '../../inspect/inspection.ts';
import { draw, fill, fullOf, newCanvas, upright, type Canvas } from './canvas.ts';
import { HevcDecoder } from './hevc-decoder.ts';
import { paint } from './paint.ts';

export class Composer {
  readonly #file: Uint8Array;
  readonly #isDeep: boolean;
  readonly #decoder = new HevcDecoder();
  /** What the first coded picture says of its colours. */
  colour: CodedColour | undefined;

  constructor(file: Uint8Array, isDeep: boolean) {
    this.#file = file;
    this.#isDeep = isDeep;
  }

  /** As it is stored: not yet cut or turned. @throws Malformed where pixels are missing or broken. */
  compose(image: HeifImage): Canvas {
    const channels = hasAlpha(image) ? 4 : 3;
    const canvas = newCanvas(image.width, image.height, channels, this.#isDeep);
    if (image.kind === 'layers') this.#drawLayers(canvas, image);
    else this.#paint(canvas, image, 0, 0);
    if (image.alpha) this.#applyAlpha(canvas, image, image.alpha);
    return canvas;
  }

  #drawLayers(canvas: Canvas, { background, layers }: LayeredImage): void {
    fill(canvas, background);
    for (const { left, top, image } of layers) {
      const isPlain = image.kind === 'hevc' && image.orientation === 1 && !image.alpha && isUncut(image);
      if (isPlain) this.#paint(canvas, image, left, top);
      else draw(canvas, upright(this.compose(image), image), left, top);
    }
  }

  #paint(canvas: Canvas, image: HevcImage, left: number, top: number): void {
    const { width, height } = image;
    this.#decoder.decode(this.#unitsFor(image), (picture) => {
      if (picture.width < width || picture.height < height)
        throw new Malformed('A picture in it tells two sizes.');
      this.colour ??= { primaries: picture.primaries, transfer: picture.transfer };
      paint(canvas, picture, image.matrix, { left, top, width, height });
    });
  }

  /** Parameter sets from the container alone, whose sizes were counted, and slices of one picture. */
  *#unitsFor({ configuration, data }: HevcImage): Generator<Uint8Array> {
    const { units, lengthBytes } = readHevcConfiguration(this.#bytes(configuration));
    yield* units;
    const sample = Buffer.concat(data.map((range) => this.#bytes(range)));
    for (const unit of unitsOf(sample, lengthBytes)) if (isStillSlice(unit)) yield unit;
  }

  #bytes({ from, to }: ByteRange): Uint8Array {
    return this.#file.subarray(from, to);
  }

  #applyAlpha(canvas: Canvas, { isPremultiplied }: HeifImage, alpha: HeifImage): void {
    const colour = this.colour;
    const mask = upright(this.compose(alpha), alpha);
    this.colour = colour;
    const full = fullOf(canvas);
    const { data, width, height } = canvas;
    for (let y = 0; y < height; y += 1) {
      const row = Math.min(mask.height - 1, Math.floor(((y + 0.5) * mask.height) / height));
      for (let x = 0; x < width; x += 1) {
        const column = Math.min(mask.width - 1, Math.floor(((x + 0.5) * mask.width) / width));
        const opacity = mask.data[(row * mask.width + column) * mask.channels] ?? full;
        const at = (y * width + x) * 4;
        data[at + 3] = opacity;
        if (isPremultiplied && opacity > 0) {
          for (let channel = at; channel < at + 3; channel += 1)
            data[channel] = Math.min(full, Math.round(((data[channel] ?? 0) * full) / opacity));
        }
      }
    }
  }
}

const isUncut = ({ crop, width, height }: HeifImage): boolean =>
  crop.width === width && crop.height === height;

/** Its own alpha, or what shines through between its layers. */
function hasAlpha(image: HeifImage): boolean {
  if (image.alpha) return true;
  if (image.kind === 'hevc') return false;
  return image.background[3] < 0xffff || image.layers.some((layer) => hasAlpha(layer.image));
}
