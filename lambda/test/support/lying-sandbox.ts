/** A sandbox that a file has taken over: it sends what no honest one sends; the declared type chooses the lie. */
import { Socket } from 'node:net';
import { bytePipeDescriptor, type PieceAnnounced, type ToSandbox } from '../../src/sandbox/messages.ts';
import type { Accepted } from '../../src/inspect/inspection.ts';
import '../../src/sandbox/confined.ts';

const found: Accepted = {
  outcome: 'ACCEPTED',
  mediaClass: 'IMAGE',
  mimeType: 'image/png',
  width: 1,
  height: 1,
  durationSeconds: null,
  codecs: [],
  frames: 1,
  tracks: [],
  target: 'image',
};
const pipe = new Socket({ fd: bytePipeDescriptor });
const piece = { name: '320.webp', position: 0, settledBytes: 0, frontBytes: 10 };
const announced = { outcome: 'READY', found, placeholder: null, notices: [] } as const;

process.on('message', (message: ToSandbox) => {
  if (message.kind !== 'inspect') return;
  const { file, contentType } = message;
  const send = (fields: Record<string, unknown>) => process.send?.({ ...fields, file });
  const write = (change: Partial<PieceAnnounced['piece']>, length = 10) => {
    send({ kind: 'write', id: 1, piece: { ...piece, ...change }, length });
    pipe.write(new Uint8Array(10));
  };
  const inspected = (names: readonly string[]) => {
    const renditions = names.map((name) => ({ name, width: 1, height: 1 }));
    send({ kind: 'inspected', result: { ...announced, renditions } });
  };
  send({ kind: 'started' });
  if (contentType !== 'test/write-before-accepted') send({ kind: 'accepted', found });
  switch (contentType) {
    case 'test/write-before-accepted':
    case 'test/silent':
      write({});
      break;
    case 'test/foreign-name':
      write({ name: '../../etc/passwd' });
      break;
    case 'test/huge-output':
      write({ position: 2 ** 40 });
      break;
    case 'test/negative-position':
      write({ position: -1 });
      break;
    case 'test/huge-announcement':
      write({}, 2 ** 40);
      break;
    case 'test/announcement-without-bytes':
      write({}, 1000);
      break;
    case 'test/nonsense':
      process.send?.(null);
      send({ kind: 'accepted', found: null });
      break;
    case 'test/read-outside':
      send({ kind: 'read', id: 1, offset: -5, length: 10 });
      break;
    case 'test/read-forever':
      for (let id = 1; id < 2000; id += 1) send({ kind: 'read', id, offset: 0, length: 64 * 1024 * 1024 });
      break;
    case 'test/announce-nothing':
      inspected([]);
      break;
    case 'test/announce-other':
      write({});
      inspected(['320.webp', '960.webp']);
      break;
  }
});
