/**
 * Pictures with every kind of damage that cameras, editors and broken copies leave, made from whole ones. What of them
 * is to be published is for a browser to say: what it shows whole is whole.
 */
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { latin1, pngChunk, u32be, u32le, withRiffChunk } from '../inspect/support.ts';

export interface DamagedPicture {
  readonly name: string;
  readonly mimeType: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';
  readonly bytes: Buffer;
}

const width = 96;
const height = 64;

/** Neither flat nor noise, so that every block of it has data of its own. */
const pixels = Buffer.from(
  Array.from({ length: width * height * 3 }, (_, index) => {
    const [x, y] = [Math.floor(index / 3) % width, Math.floor(index / 3 / width)];
    return Math.round(127 + 90 * Math.sin(x / 5 + (index % 3)) * Math.cos(y / 7) + ((x * 31 + y * 17) % 23));
  }),
);
const picture = () => sharp(pixels, { raw: { width, height, channels: 3 } });

const join = (...parts: Uint8Array[]): Buffer => Buffer.concat(parts);
const junk = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 7 + 3) % 200));
const replace = (bytes: Buffer, at: number, ...values: number[]): Buffer => {
  const changed = Buffer.from(bytes);
  changed.set(values, at);
  return changed;
};

interface Segment {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

/** The segments of a JPEG; a scan's data belong to its segment. */
function segmentsOf(jpeg: Buffer): Segment[] {
  const segments: Segment[] = [];
  for (let start = 2; start + 4 <= jpeg.length;) {
    const code = jpeg[start + 1] ?? 0;
    let end = start + 2 + jpeg.readUInt16BE(start + 2);
    if (code === 0xda) {
      while (jpeg[end] !== 0xff || jpeg[end + 1] === 0 || ((jpeg[end + 1] ?? 0) & 0xf8) === 0xd0) end += 1;
    }
    segments.push({ code, start, end });
    start = end;
  }
  return segments;
}

function damagedJpegs(kind: string, jpeg: Buffer): [string, Buffer][] {
  const segments = segmentsOf(jpeg);
  const first = (code: number): Segment => {
    const found = segments.find((segment) => segment.code === code);
    if (!found) throw new Error(`No segment ${code.toString(16)}`);
    return found;
  };
  const scan = first(0xda);
  const lastScan = segments.filter(({ code }) => code === 0xda).at(-1) ?? scan;
  const headEnd = scan.start + 2 + jpeg.readUInt16BE(scan.start + 2);
  const insert = (at: number, piece: Uint8Array): Buffer =>
    join(jpeg.subarray(0, at), piece, jpeg.subarray(at));
  const app1 = join(latin1('\xff\xe1'), Buffer.from([0, 42]), junk(40));
  const middle = Math.floor((headEnd + jpeg.length) / 2);
  const end = Buffer.from([0xff, 0xd9]);
  return [
    ['whole', jpeg],
    ['junk between segments', insert(first(0xdb).end, junk(18))],
    ['two bytes between segments', insert(first(0xdb).end, junk(2))],
    ['a stray FF 00 between segments', insert(first(0xdb).end, Buffer.from([0xff, 0, 1]))],
    ['fill bytes before a marker', insert(first(0xdb).start, Buffer.alloc(300, 0xff))],
    ['junk before the scan', insert(scan.start, junk(18))],
    ['junk before the frame', insert(first(0xc0 + (kind === 'progressive' ? 2 : 0)).start, junk(300))],
    [
      'a segment 2 bytes short of its data',
      insert(2, join(app1.subarray(0, 3), Buffer.from([40]), app1.subarray(4))),
    ],
    [
      'a segment 18 bytes short of its data',
      insert(2, join(app1.subarray(0, 3), Buffer.from([24]), app1.subarray(4))),
    ],
    ['a segment that says it has no length', insert(2, Buffer.from([0xff, 0xe1, 0, 1]))],
    ['a restart marker between segments', insert(first(0xdb).start, Buffer.from([0xff, 0xd0]))],
    ['a second beginning', insert(2, Buffer.from([0xff, 0xd8]))],
    ['a reserved marker between segments', insert(first(0xdb).start, Buffer.from([0xff, 0x02]))],
    ['no end marker', jpeg.subarray(0, -2)],
    ['half an end marker', jpeg.subarray(0, -1)],
    ['no end marker, then junk', join(jpeg.subarray(0, -2), junk(500))],
    ['no end marker, then zeros', join(jpeg.subarray(0, -2), Buffer.alloc(500))],
    ['junk behind the end', join(jpeg, junk(500))],
    ['zeros behind the end', join(jpeg, Buffer.alloc(5000))],
    ['another picture behind the end', join(jpeg, jpeg)],
    ['a byte before the end marker', insert(jpeg.length - 2, Buffer.from([0]))],
    ['48 bytes before the end marker', insert(jpeg.length - 2, junk(48))],
    ['a wrong scan header', replace(jpeg, headEnd - 3, 0, 0, 0)],
    ['another wrong scan header', replace(jpeg, headEnd - 3, 1, 2, 0)],
    ['the last scan cut', join(jpeg.subarray(0, lastScan.end - 20), end)],
    ['the last scan cut by 3 bytes', join(jpeg.subarray(0, lastScan.end - 3), end)],
    ['cut in the middle', jpeg.subarray(0, middle)],
    ['cut in the middle, with an end marker', join(jpeg.subarray(0, middle), end)],
    ['zeros in the middle', join(jpeg.subarray(0, middle), Buffer.alloc(60), jpeg.subarray(middle + 60))],
    ['junk in the middle', join(jpeg.subarray(0, middle), junk(60), jpeg.subarray(middle + 60))],
    [
      'no tables of codes',
      join(
        jpeg.subarray(0, first(0xc4).start),
        jpeg.subarray(
          segments.find(({ start }) => start > first(0xc4).start && jpeg[start + 1] !== 0xc4)?.start,
        ),
      ),
    ],
    ['no quantisation', join(jpeg.subarray(0, first(0xdb).start), jpeg.subarray(first(0xdb).end))],
    ['nothing behind the head', jpeg.subarray(0, headEnd)],
    [
      'an odd JFIF version',
      insert(2, join(Buffer.from([0xff, 0xe0, 0, 16]), latin1('JFIF\0\x09\x09\0\0\x01\0\x01\0\0'))),
    ],
    ['a JFIF segment too short', insert(2, join(Buffer.from([0xff, 0xe0, 0, 9]), latin1('JFIF\0\x01\x01')))],
    [
      'an odd colour transform',
      insert(2, join(Buffer.from([0xff, 0xee, 0, 14]), latin1('Adobe\0\x64\0\0\0\0\x07'))),
    ],
    [
      'a broken profile',
      insert(2, join(Buffer.from([0xff, 0xe2, 0, 36]), latin1('ICC_PROFILE\0\x01\x02'), junk(20))),
    ],
    [
      'broken Exif',
      insert(2, join(Buffer.from([0xff, 0xe1, 0, 28]), latin1('Exif\0\0II*\0\xff\xff\xff\xff'), junk(12))),
    ],
  ];
}

function chunksOf(png: Buffer): { type: string; start: number; end: number }[] {
  const chunks = [];
  for (let start = 8; start + 12 <= png.length;) {
    const end = start + 12 + png.readUInt32BE(start);
    chunks.push({ type: png.toString('latin1', start + 4, start + 8), start, end });
    start = end;
  }
  return chunks;
}

function damagedPngs(kind: string, png: Buffer): [string, Buffer][] {
  const chunks = chunksOf(png);
  const dataChunk = chunks.find(({ type }) => type === 'IDAT');
  if (!dataChunk) throw new Error('No pixels');
  const { start, end } = dataChunk;
  const insert = (at: number, piece: Uint8Array): Buffer =>
    join(png.subarray(0, at), piece, png.subarray(at));
  const wrongCrc = (type: string, data: Uint8Array): Buffer => {
    const chunk = pngChunk(type, data);
    chunk[chunk.length - 1] = (chunk.at(-1) ?? 0) ^ 0xff;
    return chunk;
  };
  const compressed = png.subarray(start + 8, end - 4);
  const withData = (data: Uint8Array): Buffer =>
    join(png.subarray(0, start), pngChunk('IDAT', data), png.subarray(end));
  const noEnd = png.subarray(0, -12);
  return [
    ['whole', png],
    ...['tEXt', 'gAMA', 'sRGB', 'pHYs', 'iCCP', 'bKGD', 'tIME', 'eXIf', 'prVt'].map(
      (type): [string, Buffer] => [
        `a wrong checksum of ${type}`,
        insert(start, wrongCrc(type, latin1('Comment\0hello'))),
      ],
    ),
    ['a wrong checksum behind the pixels', insert(end, wrongCrc('tEXt', latin1('Comment\0hello')))],
    ['a wrong checksum of the pixels', replace(png, end - 1, (png[end - 1] ?? 0) ^ 0xff)],
    ['a wrong checksum of the header', replace(png, 32, (png[32] ?? 0) ^ 0xff)],
    ['a wrong checksum of the end', replace(png, png.length - 1, 0)],
    [
      'a wrong Adler-32',
      withData(replace(compressed, compressed.length - 1, (compressed.at(-1) ?? 0) ^ 0xff)),
    ],
    ['no Adler-32', withData(compressed.subarray(0, -4))],
    ['half an Adler-32', withData(compressed.subarray(0, -2))],
    ['pixels cut', withData(compressed.subarray(0, -30))],
    ['pixels cut in the middle', withData(compressed.subarray(0, compressed.length >> 1))],
    ['junk behind the pixels', withData(join(compressed, junk(30)))],
    ['junk in the pixels', withData(replace(compressed, compressed.length >> 1, ...junk(30)))],
    [
      'the pixels in many chunks',
      join(
        png.subarray(0, start),
        ...Array.from({ length: Math.ceil(compressed.length / 100) }, (_, index) =>
          pngChunk('IDAT', compressed.subarray(index * 100, index * 100 + 100)),
        ),
        png.subarray(end),
      ),
    ],
    ['an empty chunk of pixels', insert(end, pngChunk('IDAT', Buffer.alloc(0)))],
    [
      'another chunk of pixels behind a text',
      insert(end, join(pngChunk('tEXt', latin1('a\0b')), pngChunk('IDAT', junk(20)))),
    ],
    ['no end', noEnd],
    ['the end cut', png.subarray(0, -4)],
    ['an end with data', join(noEnd, pngChunk('IEND', junk(5)))],
    ['junk behind the end', join(png, junk(300))],
    ['zeros behind the end', join(png, Buffer.alloc(300))],
    ['junk between chunks', insert(start, junk(20))],
    ['a chunk larger than the file', insert(end, join(u32be(9999), latin1('tEXt'), junk(10)))],
    ['a critical chunk that nobody knows', insert(start, pngChunk('ABCD', junk(5)))],
    ['a chunk with an odd name', insert(start, pngChunk('a1b2', junk(5)))],
    ['a reserved name', insert(start, pngChunk('abcd', junk(5)))],
    ['a broken profile', insert(33, pngChunk('iCCP', latin1('x\0\0nonsense')))],
    ['a broken profile behind the pixels', insert(end, pngChunk('iCCP', latin1('x\0\0nonsense')))],
    ['gamma of 0', insert(33, pngChunk('gAMA', u32be(0)))],
    ['gamma of 2 bytes', insert(33, pngChunk('gAMA', Buffer.from([1, 2])))],
    ['transparency too long', insert(start, pngChunk('tRNS', junk(50)))],
    ['an empty transparency', insert(start, pngChunk('tRNS', Buffer.alloc(0)))],
    ['a background out of range', insert(start, pngChunk('bKGD', Buffer.from([255])))],
    ['two headers', insert(33, png.subarray(8, 33))],
    ['a palette of odd length', insert(33, pngChunk('PLTE', junk(7)))],
    ['an animation that is not there', insert(33, pngChunk('acTL', join(u32be(3), u32be(0))))],
    ['an animation of no frames', insert(33, pngChunk('acTL', join(u32be(0), u32be(0))))],
    [
      'broken frame control',
      insert(33, join(pngChunk('acTL', join(u32be(1), u32be(0))), pngChunk('fcTL', junk(26)))),
    ],
    ['a filter that nobody knows', withData(deflateSync(Buffer.alloc(height * (1 + width * 3), 9)))],
    ['rows that are missing', withData(deflateSync(Buffer.alloc((height - 3) * (1 + width * 3))))],
    ['more rows than there are', withData(deflateSync(Buffer.alloc((height + 3) * (1 + width * 3))))],
  ].map(([name, bytes]) => [`${String(name)}${kind}`, bytes as Buffer]);
}

/** Where the last picture's sub-blocks begin. */
function lastImageOf(gif: Buffer): number {
  let at = 13 + ((gif[10] ?? 0) & 0x80 ? 3 * 2 ** (((gif[10] ?? 0) & 7) + 1) : 0);
  let last = 0;
  for (;;) {
    const introducer = gif[at];
    if (introducer === 0x2c) {
      const flags = gif[at + 9] ?? 0;
      at += 10 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0) + 1;
      last = at;
    } else if (introducer === 0x21) at += 2;
    else return last;
    while ((gif[at] ?? 0) !== 0) at += 1 + (gif[at] ?? 0);
    at += 1;
  }
}

function damagedGifs(kind: string, gif: Buffer): [string, Buffer][] {
  const last = lastImageOf(gif);
  const noTrailer = gif.subarray(0, -1);
  const comment = join(latin1('\x21\xfe\x05hello\0'));
  const frames = (...more: Uint8Array[]): Buffer => join(noTrailer, ...more, latin1(';'));
  const frame = (left: number, right: number, codeSize: number, data: Uint8Array): Buffer =>
    join(
      latin1('\x2c'),
      Buffer.from([left, 0, 0, 0, right, 0, 4, 0, 0, codeSize, data.length]),
      data,
      Buffer.from([0]),
    );
  return [
    ['whole', gif],
    ['no trailer', noTrailer],
    ['no trailer and no end of the last block', gif.subarray(0, -2)],
    ['cut by 3 bytes', gif.subarray(0, -3)],
    ['cut by 4 bytes', gif.subarray(0, -4)],
    ['cut by 40 bytes', gif.subarray(0, -40)],
    ['cut in its last frame', gif.subarray(0, Math.floor((last + gif.length) / 2))],
    [
      'cut in its last frame, with a trailer',
      join(gif.subarray(0, Math.floor((last + gif.length) / 2)), latin1('\0;')),
    ],
    ['cut before its last frame’s pixels', gif.subarray(0, last)],
    ['a comment cut', join(noTrailer, comment.subarray(0, 5))],
    ['a comment whose end is cut', join(noTrailer, comment.subarray(0, -1))],
    ['an extension cut at once', join(noTrailer, latin1('\x21'))],
    ['frame control without a frame', frames(latin1('\x21\xf9\x04\0\0\0\0\0'))],
    ['junk instead of a trailer', join(noTrailer, junk(40))],
    ['zeros instead of a trailer', join(noTrailer, Buffer.alloc(40))],
    ['zeros before a trailer', frames(Buffer.alloc(3))],
    ['zeros before the last frame’s end', frames(Buffer.alloc(1), comment)],
    ['junk behind the trailer', join(gif, junk(300))],
    ['a frame without a size', frames(frame(0, 0, 2, Buffer.from([0x44, 0x01])))],
    ['a frame out of the screen', frames(frame(200, 4, 2, Buffer.from([0x84, 0x51])))],
    ['a frame with an impossible code size', frames(frame(0, 4, 12, Buffer.from([0x84, 0x51])))],
    ['a frame with broken codes', frames(frame(0, 4, 2, Buffer.from([0xff, 0xff, 0xff])))],
    [
      'codes broken in the last frame',
      replace(gif, Math.floor((last + gif.length) / 2), 0xff, 0xff, 0xff, 0xff),
    ],
    ['an application block of odd length', frames(latin1('\x21\xff\x03abc\x02xy\0'))],
    [
      'loops said wrongly',
      join(
        gif.subarray(0, 13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1)),
        latin1('\x21\xff\x0bNETSCAPE2.0\x01\x01\0'),
        gif.subarray(13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1)),
      ),
    ],
    ['version 88', replace(gif, 4, 0x38)],
    ['a screen of no size', replace(gif, 6, 0, 0, 0, 0)],
    ['a screen smaller than its frames', replace(gif, 6, 8, 0, 8, 0)],
  ].map(([name, bytes]) => [`${String(name)}${kind}`, bytes as Buffer]);
}

function damagedWebps(kind: string, webp: Buffer): [string, Buffer][] {
  const size = (bytes: Buffer, delta: number): Buffer => {
    const changed = Buffer.from(bytes);
    changed.writeUInt32LE(changed.readUInt32LE(4) + delta, 4);
    return changed;
  };
  return [
    ['whole', webp],
    ['junk behind the end', join(webp, junk(100))],
    ['zeros behind the end', join(webp, Buffer.alloc(100))],
    ['a size too small by 2', size(webp, -2)],
    ['a size too large by 1', size(webp, 1)],
    ['a size too large by 2', size(webp, 2)],
    ['a size too large by 100', size(webp, 100)],
    ['a size of 0', size(webp, -webp.readUInt32LE(4))],
    ['cut by 1 byte', webp.subarray(0, -1)],
    ['cut by 2 bytes', webp.subarray(0, -2)],
    ['cut by 20 bytes', webp.subarray(0, -20)],
    ['cut in the middle', webp.subarray(0, webp.length >> 1)],
    ['a chunk that nobody knows', withRiffChunk(webp, 'abcd', junk(10))],
    ['a chunk with an odd name', withRiffChunk(webp, '\x01\x02\x03\x04', junk(10))],
    ['a last chunk cut', size(join(webp, latin1('EXIF'), u32le(100), junk(20)), 28)],
    ['a last chunk larger than the file', size(join(webp, latin1('EXIF'), u32le(100), junk(20)), 108)],
    ['junk in the middle', replace(webp, webp.length >> 1, ...junk(20))],
    ['zeros in the middle', replace(webp, webp.length >> 1, ...Buffer.alloc(20))],
  ].map(([name, bytes]) => [`${String(name)}${kind}`, bytes as Buffer]);
}

/** Some 300 pictures of a few kilobytes each. */
export async function damagedPictures(): Promise<DamagedPicture[]> {
  const frame = (hue: number) => picture().modulate({ hue }).png().toBuffer();
  const strip = async () => sharp(await Promise.all([0, 90, 180].map(frame)), { join: { animated: true } });
  const all: [DamagedPicture['mimeType'], string, [string, Buffer][]][] = [
    [
      'image/jpeg',
      'JPEG',
      damagedJpegs('sequential', await picture().jpeg({ optimiseCoding: false }).toBuffer()),
    ],
    [
      'image/jpeg',
      'progressive JPEG',
      damagedJpegs('progressive', await picture().jpeg({ progressive: true }).toBuffer()),
    ],
    ['image/png', 'PNG', damagedPngs('', await picture().png().toBuffer())],
    ['image/png', 'interlaced PNG', damagedPngs('', await picture().png({ progressive: true }).toBuffer())],
    ['image/gif', 'GIF', damagedGifs('', await picture().gif().toBuffer())],
    [
      'image/gif',
      'animated GIF',
      damagedGifs('', await (await strip()).gif({ delay: [100, 100, 100] }).toBuffer()),
    ],
    ['image/webp', 'WebP', damagedWebps('', await picture().webp().toBuffer())],
    ['image/webp', 'lossless WebP', damagedWebps('', await picture().webp({ lossless: true }).toBuffer())],
    [
      'image/webp',
      'animated WebP',
      damagedWebps('', await (await strip()).webp({ delay: [100, 100, 100] }).toBuffer()),
    ],
  ];
  return all.flatMap(([mimeType, kind, list]) =>
    list.map(([name, bytes]) => ({ mimeType, name: `${kind}: ${name}`, bytes })),
  );
}
