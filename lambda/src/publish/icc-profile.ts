/** Small ICC profiles (ICC.1:2001-04, version 2.4) for pictures that tell their colours in another way. */
import { deflateSync } from 'node:zlib';

type Xy = readonly [x: number, y: number];
type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

export interface Chromaticities {
  readonly white: Xy;
  readonly red: Xy;
  readonly green: Xy;
  readonly blue: Xy;
}

/** ITU-R BT.709 §1. */
const srgb: Chromaticities = {
  white: [0.3127, 0.329],
  red: [0.64, 0.33],
  green: [0.3, 0.6],
  blue: [0.15, 0.06],
};
/** ICC.1 §A.1: the white that profiles count from. */
const d50: Triple = [0.9642, 1, 0.8249];

const xyzOf = ([x, y]: Xy): Triple => [x / y, 1, (1 - x - y) / y];
const times = (matrix: Matrix, [x, y, z]: Triple): Triple => [
  matrix[0][0] * x + matrix[0][1] * y + matrix[0][2] * z,
  matrix[1][0] * x + matrix[1][1] * y + matrix[1][2] * z,
  matrix[2][0] * x + matrix[2][1] * y + matrix[2][2] * z,
];

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const [p, q, r] = [e * i - f * h, f * g - d * i, d * h - e * g];
  const size = a * p + b * q + c * r;
  return [
    [p / size, (c * h - b * i) / size, (b * f - c * e) / size],
    [q / size, (a * i - c * g) / size, (c * d - a * f) / size],
    [r / size, (b * g - a * h) / size, (a * e - b * d) / size],
  ];
}

/** Bradford's cone responses, by which ICC adapts whites (ICC.1 §E.3). */
const bradford: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** Red, green and blue as XYZ under D50. */
function colorants({ white, red, green, blue }: Chromaticities): Triple[] {
  const primaries = [red, green, blue].map(xyzOf) as [Triple, Triple, Triple];
  const [r, g, b] = primaries;
  const shares = times(
    inverse([
      [r[0], g[0], b[0]],
      [r[1], g[1], b[1]],
      [r[2], g[2], b[2]],
    ]),
    xyzOf(white),
  );
  const [from, to] = [times(bradford, xyzOf(white)), times(bradford, d50)];
  const back = inverse(bradford);
  return primaries.map((primary, index) => {
    const share = shares[index] ?? 0;
    const [l, m, s] = times(bradford, [primary[0] * share, primary[1] * share, primary[2] * share]);
    return times(back, [(l * to[0]) / from[0], (m * to[1]) / from[1], (s * to[2]) / from[2]]);
  });
}

const tag = (type: string, ...parts: Uint8Array[]): Buffer => {
  const bytes = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.alloc(4), ...parts]);
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
};

/** §5.3.10 s15Fixed16Number. */
function fixed(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(Math.round(value * 65_536), index * 4);
  return bytes;
}

/** §6.5.3: a curve of one entry is a power, with 8 bits behind its point; a table is exact. */
function curve(power: number): Buffer {
  const entries = 4096;
  const bytes = Buffer.alloc(4 + entries * 2);
  bytes.writeUInt32BE(entries);
  for (let index = 0; index < entries; index += 1) {
    bytes.writeUInt16BE(Math.round((index / (entries - 1)) ** power * 65_535), 4 + index * 2);
  }
  return tag('curv', bytes);
}

/** §6.5.17: a name in ASCII, and none in Unicode and for Macintosh. */
function description(name: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length + 1);
  return tag('desc', length, Buffer.from(`${name}\0`, 'latin1'), Buffer.alloc(4 + 4 + 2 + 1 + 67));
}

function assemble(space: 'RGB ' | 'GRAY', tags: readonly (readonly [name: string, data: Buffer])[]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  let at = 128 + table.length;
  for (const [index, [name, data]] of tags.entries()) {
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(data.length, 12 + index * 12);
    at += data.length;
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(at);
  header.writeUInt32BE(0x0240_0000, 8);
  header.write(`mntr${space}XYZ `, 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  fixed(...d50).copy(header, 68);
  return Buffer.concat([header, table, ...tags.map(([, data]) => data)]);
}

const isSane = (colours: Chromaticities): boolean =>
  Object.values(colours).every(([x, y]: Xy) => x >= 0 && y > 0 && x + y <= 1.01);

/**
 * The content of an iCCP chunk for samples that are light to the power of 1 / `power`, of sRGB's primaries where none
 * are given. `undefined` where that makes no sense.
 */
export function profileOfGamma(power: number, colours: Chromaticities | 'grey' = srgb): Buffer | undefined {
  if (power < 0.1 || power > 10 || (colours !== 'grey' && !isSane(colours))) return undefined;
  const shared: [string, Buffer][] = [
    ['desc', description('gamma')],
    ['cprt', tag('text', Buffer.from('none\0', 'latin1'))],
    ['wtpt', tag('XYZ ', fixed(...d50))],
  ];
  const trc = curve(power);
  const profile =
    colours === 'grey'
      ? assemble('GRAY', [...shared, ['kTRC', trc]])
      : assemble('RGB ', [
          ...shared,
          ...colorants(colours).map((xyz, index): [string, Buffer] => [
            `${'rgb'[index] ?? ''}XYZ`,
            tag('XYZ ', fixed(...xyz)),
          ]),
          ...['rTRC', 'gTRC', 'bTRC'].map((name): [string, Buffer] => [name, trc]),
        ]);
  return Buffer.concat([Buffer.from('gamma\0\0', 'latin1'), deflateSync(profile)]);
}
