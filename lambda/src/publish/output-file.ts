/** A file that is written from its beginning to its end, but for what is filled in afterwards. */
import type { StreamTargetChunk } from 'mediabunny';

export interface OutputFile {
  /** Bytes so far. */
  readonly length: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Writes again what lies at `position`, near the beginning. */
  fillIn(position: number, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export function outputFile(stream: WritableStream<StreamTargetChunk>): OutputFile {
  const writer = stream.getWriter();
  let length = 0;
  // The stream keeps what it gets: views of what was read are copied.
  const write = (position: number, bytes: Uint8Array) =>
    writer.write({ type: 'write', position, data: new Uint8Array(bytes) });
  return {
    get length() {
      return length;
    },
    async append(bytes) {
      const position = length;
      length += bytes.length;
      await write(position, bytes);
    },
    fillIn: write,
    close: () => writer.close(),
  };
}
