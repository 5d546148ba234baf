/** Reads what a HEIF picture is put together from, and what decoding it costs, before any decoder runs. */
import { i32be, Malformed, u16be, u32be, u8 } from './bytes.ts';
import type { Examination } from './examination.ts';
import type { HeifImage, LayeredImage } from './heif-image.ts';
import { propertiesOf, type Items } from './heif-items.ts';
import { codedSize, matrixOf, placementOf } from './heif-properties.ts';
import { readHevcConfiguration, type HevcConfiguration } from './hevc.ts';
import type { ByteRange } from './byte-range.ts';

/** Derived from derived from … (ISO/IEC 23008-12 §6.6.1 knows no limit). */
const maxDepth = 8;
const maxConfigurationBytes = 64 * 1024;
/** More than 50 megapixels in the smallest tiles that MIAF allows (ISO/IEC 23000-22 §7.3.11.4.2: 64 × 64). */
const maxParts = 16_384;
/** Of a grid or an overlay: offsets of some thousand layers. */
const maxDescriptionBytes = 64 * 1024;
/** Auxiliary pictures of which the grey is alpha (§6.6.2.1.2, and the older name for HEVC). */
const alphaTypes = /^urn:mpeg:(mpegB:cicp:systems:auxiliary:alpha|hevc:2015:auxid:1|avc:2015:auxid:1)$/;

export interface Cost {
  /** Pixels of all coded pictures, as often as they are decoded. */
  codedPixels: number;
  /** Those of the largest. */
  largestPixels: number;
  /** Those of all that is put together. */
  layeredPixels: number;
  parts: number;
  bits: number;
  chroma: number;
  profiles: Set<number>;
}

/** Codecs that are not HEVC, of which a part of the picture is. */
export class ForeignCodec extends Error {
  readonly codec: string;
  constructor(codec: string) {
    super(codec);
    this.codec = codec;
  }
}

/** More is to be decoded than can be, whatever its size is said to be. */
export class TooMuchToDecode extends Error {}

export class HeifTree {
  readonly cost: Cost = {
    codedPixels: 0,
    largestPixels: 0,
    layeredPixels: 0,
    parts: 0,
    bits: 8,
    chroma: 0,
    profiles: new Set(),
  };
  readonly #examination: Examination;
  readonly #items: Items;
  readonly #configurations = new Map<number, HevcConfiguration>();
  readonly #maxCodedPixels: number;
  readonly #inputs: ReadonlyMap<number, readonly number[]>;
  readonly #alphas: ReadonlyMap<number, number>;
  readonly #premultiplied: ReadonlySet<number>;

  constructor(examination: Examination, items: Items, maxCodedPixels: number) {
    this.#examination = examination;
    this.#items = items;
    this.#maxCodedPixels = maxCodedPixels;
    const { references } = items;
    this.#inputs = new Map(
      references.filter(({ type }) => type === 'dimg').map(({ from, to }) => [from, to]),
    );
    this.#alphas = new Map(
      references
        .filter(({ type, from }) => type === 'auxl' && this.#isAlpha(from))
        .flatMap(({ from, to }) => to.map((master) => [master, from] as const)),
    );
    this.#premultiplied = new Set(references.filter(({ type }) => type === 'prem').map(({ from }) => from));
  }

  #isAlpha(id: number): boolean {
    const auxC = propertiesOf(this.#items, id).find(({ type }) => type === 'auxC');
    const [name = ''] = auxC ? Buffer.from(auxC.content.subarray(4)).toString('latin1').split('\0', 1) : [];
    return alphaTypes.test(name);
  }

  /** @param ancestors what it is part of, itself not included. */
  async read(id: number, ancestors: readonly number[] = []): Promise<HeifImage> {
    this.cost.parts += 1;
    if (this.cost.parts > maxParts) throw new TooMuchToDecode();
    if (ancestors.includes(id)) throw new Malformed('The picture is made of itself.');
    if (ancestors.length >= maxDepth) throw new Malformed('The picture is derived too many times.');
    const line = [...ancestors, id];
    const image = await this.#readPlain(id, line);
    const placed = { ...image, ...placementOf(propertiesOf(this.#items, id), image) };
    const alphaId = this.#alphas.get(id);
    if (alphaId === undefined) return placed;
    const alpha = await this.read(alphaId, line);
    return this.#premultiplied.has(id) ? { ...placed, alpha, isPremultiplied: true } : { ...placed, alpha };
  }

  #readPlain(id: number, line: readonly number[]): Promise<HeifImage> {
    const type = this.#items.types.get(id);
    if (type === undefined) throw new Malformed('The picture refers to a part that it does not have.');
    switch (type) {
      case 'hvc1':
      case 'hev1':
        return this.#readCoded(id);
      case 'grid':
        return this.#readGrid(id, line);
      case 'iovl':
        return this.#readOverlay(id, line);
      case 'iden':
        return this.#readFirstInput(id, line);
      // What it is without the map of how much brighter it could be (ISO 21496-1).
      case 'tmap':
        return this.#readFirstInput(id, line);
      default:
        throw new ForeignCodec(type);
    }
  }

  async #readCoded(id: number): Promise<HeifImage> {
    const properties = propertiesOf(this.#items, id);
    const size = codedSize(properties);
    const hvcC = properties.find(({ type }) => type === 'hvcC');
    if (!hvcC) throw new Malformed('A picture in it has no description of its codec.');
    const { picture, profile } = await this.#configuration(hvcC.range);
    if (picture.width < size.width || picture.height < size.height)
      throw new Malformed('A picture in it tells two sizes.');
    this.count(picture, profile);
    const data = this.#items.locations.get(id);
    if (!data || data.length === 0) throw new Malformed('A picture in it has no content.');
    const matrix = matrixOf(properties);
    const whole = { left: 0, top: 0, ...size };
    return {
      kind: 'hevc',
      ...size,
      crop: whole,
      orientation: 1,
      configuration: hvcC.range,
      data,
      ...(matrix ? { matrix } : {}),
    };
  }

  /** Most tiles of a grid have the same. */
  async #configuration(range: ByteRange): Promise<HevcConfiguration> {
    const known = this.#configurations.get(range.from);
    if (known) return known;
    const length = range.to - range.from;
    if (length > maxConfigurationBytes) throw new Malformed('The box "hvcC" is too large.');
    const read = readHevcConfiguration(await this.#examination.bytes(range.from, length));
    this.#configurations.set(range.from, read);
    return read;
  }

  /** Before it is decoded. */
  count({ codedPixels, bits, chroma }: HevcConfiguration['picture'], profile: number): void {
    const { cost } = this;
    cost.codedPixels += codedPixels;
    cost.largestPixels = Math.max(cost.largestPixels, codedPixels);
    cost.bits = Math.max(cost.bits, bits);
    cost.chroma = Math.max(cost.chroma, chroma);
    cost.profiles.add(profile);
    if (cost.codedPixels > this.#maxCodedPixels) throw new TooMuchToDecode();
  }

  async #description(id: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (const { from, to } of this.#items.locations.get(id) ?? []) {
      length += to - from;
      if (length > maxDescriptionBytes) throw new Malformed('The description of a grid is too large.');
      parts.push(await this.#examination.bytes(from, to - from));
    }
    return Buffer.concat(parts);
  }

  /** §6.6.2.3: version, whether sizes have 32 bits, rows and columns less one, size; then the parts, row by row. */
  async #readGrid(id: number, line: readonly number[]): Promise<LayeredImage> {
    const grid = await this.#description(id);
    const isWide = (u8(grid, 1) & 1) === 1;
    const [rows, columns] = [u8(grid, 2) + 1, u8(grid, 3) + 1];
    const [width, height] = isWide ? [u32be(grid, 4), u32be(grid, 8)] : [u16be(grid, 4), u16be(grid, 6)];
    const parts = this.#inputs.get(id) ?? [];
    if (parts.length !== rows * columns) throw new Malformed('Parts of the picture are missing.');
    this.#checkArea(width, height);
    const images: HeifImage[] = [];
    for (const part of parts) images.push(await this.read(part, line));
    const first = shownSize(images[0]);
    if (images.some((image) => !isSame(shownSize(image), first)))
      throw new Malformed('Parts of the picture have different sizes.');
    if (first.width * columns < width || first.height * rows < height)
      throw new Malformed('Parts of the picture are missing.');
    const layers = images.map((image, index) => ({
      left: (index % columns) * first.width,
      top: Math.floor(index / columns) * first.height,
      image,
    }));
    return layered(width, height, [0, 0, 0, 0xffff], layers);
  }

  /** §6.6.2.4: version, whether numbers have 32 bits, fill colour, size, and where each layer goes. */
  async #readOverlay(id: number, line: readonly number[]): Promise<LayeredImage> {
    const overlay = await this.#description(id);
    const isWide = (u8(overlay, 1) & 1) === 1;
    const [red, green, blue, alpha] = [2, 4, 6, 8].map((at) => u16be(overlay, at));
    const [width, height] = isWide
      ? [u32be(overlay, 10), u32be(overlay, 14)]
      : [u16be(overlay, 10), u16be(overlay, 12)];
    this.#checkArea(width, height);
    const numberAt = (index: number): number =>
      isWide ? i32be(overlay, 18 + index * 4) : (u16be(overlay, 14 + index * 2) << 16) >> 16;
    const layers: LayeredImage['layers'][number][] = [];
    for (const [index, part] of (this.#inputs.get(id) ?? []).entries()) {
      const [left, top] = [numberAt(index * 2), numberAt(index * 2 + 1)];
      layers.push({ left, top, image: await this.read(part, line) });
    }
    return layered(width, height, [red ?? 0, green ?? 0, blue ?? 0, alpha ?? 0], layers);
  }

  async #readFirstInput(id: number, line: readonly number[]): Promise<LayeredImage> {
    const [first] = this.#inputs.get(id) ?? [];
    if (first === undefined) throw new Malformed('Parts of the picture are missing.');
    const image = await this.read(first, line);
    const { width, height } = shownSize(image);
    return layered(width, height, [0, 0, 0, 0], [{ left: 0, top: 0, image }]);
  }

  /** What is put together is held whole, as often as it is. */
  #checkArea(width: number, height: number): void {
    if (width === 0 || height === 0) throw new Malformed('The picture has no width or height.');
    this.cost.layeredPixels += width * height;
    if (this.cost.layeredPixels > this.#maxCodedPixels) throw new TooMuchToDecode();
  }
}

interface Size {
  width: number;
  height: number;
}

/** Once it is cut and turned. */
export function shownSize(image: HeifImage | undefined): Size {
  if (!image) throw new Malformed('Parts of the picture are missing.');
  const { width, height } = image.crop;
  return image.orientation >= 5 ? { width: height, height: width } : { width, height };
}

const isSame = (one: Size, other: Size): boolean => one.width === other.width && one.height === other.height;

const layered = (
  width: number,
  height: number,
  background: LayeredImage['background'],
  layers: LayeredImage['layers'],
): LayeredImage => ({
  kind: 'layers',
  width,
  height,
  crop: { left: 0, top: 0, width, height },
  orientation: 1,
  background,
  layers,
});
