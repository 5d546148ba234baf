/** A small Matroska file of any tracks, one behind the other (RFC 9559 §5.1). */
import { ebmlElement, latin1, u32be } from '../inspect/support.ts';

const element = (id: string, ...content: Uint8Array[]): Buffer =>
  ebmlElement([...Buffer.from(id, 'hex')], ...content);
const number = (value: number): Buffer => u32be(value);
const float = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
};

export interface MatroskaTrackToMake {
  readonly codecId: string;
  readonly codecPrivate?: Uint8Array;
  /** Pixels; sound where there are none. */
  readonly width?: number;
  readonly height?: number;
  /** Of sound; 48,000 unless it says so. */
  readonly hertz?: number;
  /** Content of ContentEncodings. */
  readonly encodings?: Uint8Array;
  readonly packets: readonly { data: Uint8Array; milliseconds: number; isKey: boolean }[];
}

/** One ContentEncoding. */
export const contentEncoding = (algorithm: number, settings: Uint8Array = new Uint8Array(0)): Buffer =>
  element(
    '6240',
    element(
      '5034',
      element('4254', number(algorithm)),
      ...(settings.length > 0 ? [element('4255', settings)] : []),
    ),
  );

export function makeMatroska(
  tracks: readonly MatroskaTrackToMake[],
  documentType: 'matroska' | 'webm' = 'matroska',
): Buffer {
  const entries = tracks.map(({ codecId, codecPrivate, width, height, hertz = 48_000, encodings }, index) =>
    element(
      'ae',
      element('d7', number(index + 1)),
      element('73c5', number(index + 1)),
      element('83', number(width ? 1 : 2)),
      element('86', latin1(codecId)),
      ...(codecPrivate ? [element('63a2', codecPrivate)] : []),
      width && height
        ? element('e0', element('b0', number(width)), element('ba', number(height)))
        : element('e1', element('b5', float(hertz)), element('9f', number(1))),
      ...(encodings ? [element('6d80', encodings)] : []),
    ),
  );
  const blocks = tracks
    .flatMap(({ packets }, index) => packets.map((packet) => ({ ...packet, track: index + 1 })))
    .map(({ data, milliseconds, isKey, track }) => {
      const head = Buffer.from([0x80 | track, 0, 0, isKey ? 0x80 : 0]);
      head.writeInt16BE(milliseconds, 1);
      return element('a3', head, data);
    });
  return Buffer.concat([
    element('1a45dfa3', element('4282', latin1(documentType))),
    element(
      '18538067',
      element('1549a966', element('2ad7b1', number(1_000_000))),
      element('1654ae6b', ...entries),
      element('1f43b675', element('e7', number(0)), ...blocks),
    ),
  ]);
}
