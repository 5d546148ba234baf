import { describe, expect, it } from '@jest/globals';
import { distinctNames, makeZip, type ZipFile } from './save-zip.ts';

const never = new AbortController().signal;
const file = (name: string, text: string, status = 200): ZipFile => ({
  name,
  lastModified: new Date('2026-11-24T12:00:00.000Z'),
  open: () => Promise.resolve(new Response(text, { status })),
});

/** Names and bytes of what is stored (APPNOTE.TXT 4.3.12: the central directory), all uncompressed. */
async function entriesOf(zip: Response): Promise<Record<string, string>> {
  const bytes = Buffer.from(await zip.arrayBuffer());
  const found: Record<string, string> = {};
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); bytes.readUInt32LE(at) === 0x02014b50;) {
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const local = bytes.readUInt32LE(at + 42);
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    found[name] = bytes.toString('utf8', data, data + size);
    at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
  }
  return found;
}

describe('a ZIP', () => {
  it('holds each file under a name of its own, whatever they are called', async () => {
    const files = [file('a.jpg', 'one'), file('A.jpg', 'two'), file('../Zürich', 'three')];
    const packed: number[] = [];
    const zip = makeZip(files, { signal: never, onProgress: (count) => void packed.push(count) });
    expect(await entriesOf(zip)).toEqual({ 'a.jpg': 'one', 'A (2).jpg': 'two', '.._Zürich': 'three' });
    expect(packed).toEqual([0, 1, 2]);
  });

  it('opens no file before its turn has come', async () => {
    const opened: string[] = [];
    const watched = (name: string): ZipFile => ({
      ...file(name, 'x'),
      open: () => {
        opened.push(name);
        return Promise.resolve(new Response('x'));
      },
    });
    const zip = makeZip([watched('a'), watched('b')], { signal: never });
    expect(opened).toEqual([]);
    await zip.arrayBuffer();
    expect(opened).toEqual(['a', 'b']);
  });

  it('fails where one file does, and when it is given up', async () => {
    const missing = makeZip([file('a', 'one'), file('b', '', 403)], { signal: never });
    await expect(missing.arrayBuffer()).rejects.toThrow('Storage answered 403');
    const reason = new Error('given up');
    const givenUp = makeZip([file('a', 'one')], { signal: AbortSignal.abort(reason) });
    await expect(givenUp.arrayBuffer()).rejects.toThrow('given up');
  });
});

describe('distinct names', () => {
  it('count up behind the stem', () => {
    expect(distinctNames(['x.tar.gz', 'x.tar.gz', 'x.tar (2).gz', '.env', '.env'])).toEqual([
      'x.tar.gz',
      'x.tar (2).gz',
      'x.tar (2) (2).gz',
      '.env',
      '.env (2)',
    ]);
  });
});
