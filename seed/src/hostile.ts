/** Files that must never show. */
import { crc32, deflateSync } from 'node:zlib';
import { disguisedProgram } from '@media-feed/testing/fixtures';
import type { FileToUpload } from '@media-feed/testing/users';

/** A PNG of a few hundred bytes that says it has 65,500 × 65,500 pixels: 16 GiB once decoded. */
export function bombPicture(): FileToUpload {
  const side = 65_500;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, side);
  view.setUint32(4, side);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const pixels = deflateSync(new Uint8Array(100_000));
  const chunks = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', new Uint8Array())];
  return {
    fileName: 'wallpaper.png',
    contentType: 'image/png',
    bytes: Uint8Array.from(Buffer.concat([signature, ...chunks])),
  };
}

/** PNG (third edition) §5.3: length, name, data, CRC of name and data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(named.length + 8);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), named.length + 4);
  return whole;
}

export const hostileFiles = (): FileToUpload[] => [disguisedProgram(), bombPicture()];
