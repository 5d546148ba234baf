import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textFilter } from './without-text.ts';

const text = (words: string): Buffer => Buffer.from(words, 'latin1');
const secret = text('GPS 47.3769N 8.5417E SERIAL-7f3a');

/** Behind its length of four bytes. */
const unit = (...bytes: (number | Uint8Array)[]): Buffer => {
  const content = Buffer.concat(bytes.map((part) => (typeof part === 'number' ? Buffer.of(part) : part)));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
};
/** An SEI message of fewer than 255 bytes. */
const message = (type: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(type, payload.length), payload]);
/** As a writer puts emulation prevention in (H.264 §7.3.1), written apart from the code that is tried. */
const protect = (bytes: Uint8Array): Buffer => {
  const pairs = Buffer.from(bytes).toString('hex').replaceAll(/../g, '$& ');
  let guarded = pairs;
  // One at a time, since what is put in ends a row of zeros.
  for (let at = guarded.search(/00 00 0[0-3] /); at >= 0;) {
    guarded = `${guarded.slice(0, at)}00 00 03 ${guarded.slice(at + 6)}`;
    const next = guarded.slice(at + 9).search(/00 00 0[0-3] /);
    at = next < 0 ? -1 : at + 9 + next;
  }
  return Buffer.from(guarded.replaceAll(' ', ''), 'hex');
};
const uuid = Buffer.alloc(16, 0xab);
const unregistered = message(5, Buffer.concat([uuid, secret]));
const recoveryPoint = message(6, Buffer.of(0x84));
const captions = message(
  4,
  Buffer.concat([Buffer.of(0xb5, 0, 0x31), text('GA94'), Buffer.of(3, 0x41, 0xff)]),
);
const foreign = message(4, Buffer.concat([Buffer.of(0xb5, 0x12, 0x34), secret]));
const end = Buffer.of(0x80);

/** ISO/IEC 14496-15: lengths of four bytes, a set of each kind. */
const avcC = Buffer.from('0142c01effe1000467424242010003684242', 'hex');
const avc = textFilter('avc', avcC);
const slice = unit(0x65, text('slice data'));

describe('samples of H.264', () => {
  it.each<[string, Uint8Array[], Uint8Array[]]>([
    ['text alone goes', [unit(6, unregistered, end), slice], [slice]],
    [
      'what stands beside it stays',
      [unit(6, recoveryPoint, unregistered, captions, end), slice],
      [unit(6, recoveryPoint, captions, end), slice],
    ],
    ['captions stay', [unit(6, captions, end), slice], [unit(6, captions, end), slice]],
    ['unknown registered data go', [unit(6, foreign, recoveryPoint, end)], [unit(6, recoveryPoint, end)]],
    ['messages of no known kind go', [unit(6, message(250, secret), end), slice], [slice]],
    ['broken messages go', [unit(6, Buffer.of(6, 200), secret), slice], [slice]],
    ['filler goes', [slice, unit(12, secret, end)], [slice]],
    ['units of no known kind go', [unit(31, secret), slice, unit(0, secret)], [slice]],
    ['Dolby Vision stays', [slice, unit(28, text('RPU'))], [slice, unit(28, text('RPU'))]],
    ['a delimiter stands for a sample of nothing else', [unit(6, unregistered, end)], [unit(9, 0xf0)]],
    [
      'what stands behind a broken length stays',
      [slice, text('\0\0\x01\0ab')],
      [slice, text('\0\0\x01\0ab')],
    ],
  ])('%s', (_what, before, after) => {
    expect(avc.sample(Buffer.concat(before))).toEqual(Buffer.concat(after));
  });

  it('are the same bytes where nothing is to go', () => {
    const sample = Buffer.concat([unit(9, 0xf0), unit(6, recoveryPoint, end), slice]);
    expect(avc.sample(sample)).toBe(sample);
  });

  it('keep whatever messages say, zeros and all', () => {
    const payloads = fc.uint8Array({ maxLength: 40 }).chain((bytes) =>
      // Zeros and small numbers are what emulation prevention is about.
      fc.constant(bytes.map((byte) => (byte < 200 ? byte % 4 : byte))),
    );
    fc.assert(
      fc.property(fc.array(payloads, { minLength: 1, maxLength: 4 }), (list) => {
        const needed = list.map((payload) => message(6, payload));
        const rest = Buffer.concat([...needed, end]);
        const all = Buffer.concat([...needed, unregistered, end]);
        expect(avc.sample(unit(6, protect(all)))).toEqual(unit(6, protect(rest)));
      }),
    );
  });

  it('are read by start codes where they have no lengths', () => {
    const start = Buffer.of(0, 0, 0, 1);
    const annexB = (...units: Buffer[]) => Buffer.concat(units.flatMap((one) => [start, one.subarray(4)]));
    const filtered = textFilter('avc', undefined).sample(annexB(unit(6, unregistered, end), slice));

    expect(Buffer.from(filtered).includes(secret)).toBe(false);
    expect(Buffer.from(filtered).includes(slice.subarray(4))).toBe(true);
  });

  it('have nothing behind their parameter sets', () => {
    expect(avc.description(Buffer.concat([avcC, secret]))).toEqual(avcC);
    expect(avc.description(avcC)).toEqual(avcC);
  });
});

describe('samples of H.265', () => {
  const head = Buffer.alloc(23);
  head[21] = 0xff;
  const array = (type: number, ...units: Buffer[]) =>
    Buffer.concat([Buffer.of(type, 0, units.length), ...units.map((one) => one.subarray(2))]);
  const hvcC = (...arrays: Buffer[]) =>
    Buffer.concat([head.subarray(0, 22), Buffer.of(arrays.length), ...arrays]);
  const sps = array(33, unit(66, 1, text('parameters')));
  const hevc = textFilter('hevc', hvcC(sps));
  const picture = unit(38, 1, text('slice data'));

  it.each([
    ['in front', 78],
    ['behind', 80],
  ])('lose text %s of a picture', (_where, type) => {
    const sample = Buffer.concat([unit(type, 1, unregistered, recoveryPoint, end), picture]);
    expect(hevc.sample(sample)).toEqual(Buffer.concat([unit(type, 1, recoveryPoint, end), picture]));
  });

  it('lose text in front of all', () => {
    expect(hevc.description(hvcC(sps, array(39, unit(78, 1, unregistered, end))))).toEqual(hvcC(sps));
    expect(hevc.description(hvcC(sps))).toEqual(hvcC(sps));
  });
});

describe('samples of AV1', () => {
  const obu = (type: number, content: Uint8Array): Buffer =>
    Buffer.concat([Buffer.of((type << 3) | 2, content.length), content]);
  const frame = obu(6, text('frame'));
  const metadata = (type: number, content: Uint8Array) => obu(5, Buffer.concat([Buffer.of(type), content]));
  const av1 = textFilter('av1', Buffer.of(0x81, 0, 0, 0));

  it.each<[string, boolean, Buffer]>([
    ['light levels', true, metadata(1, text('abcd'))],
    ['the mastering display', true, metadata(2, text('abcd'))],
    ['captions', true, metadata(4, captions.subarray(2))],
    ['unknown registered data', false, metadata(4, foreign.subarray(2))],
    ['time codes', false, metadata(5, text('abcd'))],
    ['metadata of no known kind', false, metadata(31, secret)],
    ['padding', false, obu(15, secret)],
    ['units of no known kind', false, obu(10, secret)],
  ])('keep %s: %s', (_what, stays, extra) => {
    const sample = Buffer.concat([obu(2, Buffer.alloc(0)), extra, frame]);
    const wanted = Buffer.concat([obu(2, Buffer.alloc(0)), ...(stays ? [extra] : []), frame]);
    expect(av1.sample(sample)).toEqual(wanted);
    expect(av1.description(Buffer.concat([Buffer.of(0x81, 0, 0, 0), extra]))).toEqual(
      Buffer.concat([Buffer.of(0x81, 0, 0, 0), ...(stays ? [extra] : [])]),
    );
  });

  it('may have a last unit without a size', () => {
    const last = Buffer.concat([Buffer.of(6 << 3), text('frame')]);
    expect(av1.sample(Buffer.concat([metadata(31, secret), last]))).toEqual(last);
  });
});

it('samples of VP9 are as they are', () => {
  const sample = text('anything');
  expect(textFilter('vp9', undefined).sample(sample)).toBe(sample);
});
