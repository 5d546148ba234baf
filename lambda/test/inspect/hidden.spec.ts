import { describe, expect, it } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import {
  box,
  ebmlElement,
  fixture,
  id3,
  insert,
  inspectFully,
  latin1,
  outcomeOf,
  payloads,
  pngChunk,
  u32le,
  withRiffChunk,
} from './support.ts';

/** T.81 B.2.4.5 and B.2.4.6: marker, length, content. */
const jpegSegment = (code: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0xff, code, (content.length + 2) >> 8, (content.length + 2) & 255]), content]);

const jpeg = (code: number, content: Uint8Array): Buffer =>
  insert(fixture('photo.jpg'), 2, jpegSegment(code, content));

/** Before IEND, which is 12 bytes long. */
function pngEnd(type: string, content: Uint8Array): Buffer {
  const bytes = fixture('picture.png');
  return insert(bytes, bytes.length - 12, pngChunk(type, content));
}

/** Behind IHDR, which is 25 bytes long. */
const png = (type: string, content: Uint8Array): Buffer =>
  insert(fixture('picture.png'), 8 + 25, pngChunk(type, content));

function gif(label: number, text: Uint8Array): Buffer {
  const bytes = fixture('animation.gif');
  const blocks: Uint8Array[] = [Buffer.from([0x21, label])];
  for (let at = 0; at < text.length; at += 100) {
    const block = text.subarray(at, at + 100);
    blocks.push(Buffer.from([block.length]), block);
  }
  return insert(bytes, bytes.length - 1, Buffer.concat([...blocks, Buffer.from([0])]));
}

/** A box at the end of the first box of that name within the index, which stands behind the media. */
function mp4Within(holder: string, content: Uint8Array): Buffer {
  const bytes = fixture('clip.mp4');
  const [moov, at] = [bytes.indexOf('moov') - 4, bytes.indexOf(holder) - 4];
  const added = box('abcd', content);
  const grown = insert(bytes, at + bytes.readUInt32BE(at), added);
  for (const start of [moov, at]) grown.writeUInt32BE(bytes.readUInt32BE(start) + added.length, start);
  return grown;
}

/** An element at the end of the segment, whose size has to grow. */
function mkv(...element: Uint8Array[]): Buffer {
  const bytes = fixture('clip.mkv');
  const segment = bytes.indexOf(Buffer.from([0x18, 0x53, 0x80, 0x67]));
  const more = Buffer.concat(element);
  bytes.writeUIntBE(bytes.readUIntBE(segment + 6, 6) + more.length, segment + 6, 6);
  return Buffer.concat([bytes, more]);
}

const attachment = (content: Uint8Array): Buffer =>
  ebmlElement([0x19, 0x41, 0xa4, 0x69], ebmlElement([0x61, 0xa7], ebmlElement([0x46, 0x5c], content)));

/** An APPLICATION block (RFC 9639 §8.4) between STREAMINFO and the rest. */
const flac = (content: Uint8Array, type = 2): Buffer =>
  insert(
    fixture('song.flac'),
    4 + 4 + 34,
    Buffer.concat([Buffer.from([type, 0, 0, content.length + 4]), latin1('test'), content]),
  );

const mp4 = (type: string, content: Uint8Array): Buffer =>
  Buffer.concat([fixture('clip.mp4'), box(type, content)]);

const keyword = (text: Uint8Array): Buffer => Buffer.concat([latin1('Comment\0'), text]);

const zlib = (text: Uint8Array): Buffer => Buffer.concat([latin1('Comment\0\0'), deflateSync(text)]);

const webp = (type: string, content: Uint8Array): Buffer =>
  withRiffChunk(fixture('picture.webp'), type, content);
const wav = (type: string, content: Uint8Array): Buffer => withRiffChunk(fixture('song.wav'), type, content);
const mp3 = (id: string, content: Uint8Array): Buffer =>
  Buffer.concat([id3([[id, content]]), fixture('song.mp3')]);

const geob = (content: Uint8Array): Buffer =>
  Buffer.concat([latin1('\0application/x\0name\0text\0'), content]);
const uuid = (content: Uint8Array): Buffer => Buffer.concat([Buffer.alloc(16, 0x5a), content]);

describe('active content within a file', () => {
  it.each([
    ['PHP in a comment of a JPEG', jpeg(0xfe, payloads.php), 'image/jpeg'],
    ['a script in an APP1 of a JPEG', jpeg(0xe1, payloads.html), 'image/jpeg'],
    ['a ZIP in an APP13 of a JPEG', jpeg(0xed, payloads.zip), 'image/jpeg'],
    ['HTML in tEXt of a PNG', png('tEXt', keyword(payloads.html)), 'image/png'],
    ['HTML in zTXt of a PNG', png('zTXt', zlib(payloads.html)), 'image/png'],
    ['a program in a private chunk of a PNG', png('prVt', payloads.windowsProgram), 'image/png'],
    ['a ZIP in a chunk of pixels of a PNG', pngEnd('IDAT', payloads.zip), 'image/png'],
    ['a PDF in a frame that a PNG does not have', pngEnd('fdAT', payloads.pdf), 'image/png'],
    [
      'a ZIP in the last chunk of a PNG',
      Buffer.concat([fixture('picture.png').subarray(0, -12), pngChunk('IEND', payloads.zip)]),
      'image/png',
    ],
    ['a ZIP in plain text of a GIF', gif(0x01, payloads.zip), 'image/gif'],
    ['a script that is called graphic control in a GIF', gif(0xf9, payloads.html), 'image/gif'],
    ['a script in a comment of a GIF', gif(0xfe, payloads.html), 'image/gif'],
    [
      'a script cut by blocks in a GIF',
      gif(0xfe, latin1(`${' '.repeat(97)}<script>1</script>`)),
      'image/gif',
    ],
    ['a script in XMP of a WebP', webp('XMP ', payloads.svg), 'image/webp'],
    ['a ZIP in an uuid box of an MP4', mp4('uuid', uuid(payloads.zip)), 'video/mp4'],
    ['HTML in free space of an MP4', mp4('free', payloads.html), 'video/mp4'],
    ['a program in user data of an MP4', mp4('udta', payloads.linuxProgram), 'video/mp4'],
    ['a ZIP in a box of an MP4 that nobody knows', mp4('abcd', payloads.zip), 'video/mp4'],
    ['HTML in media data that no sample of an MP4 is in', mp4('mdat', payloads.html), 'video/mp4'],
    [
      'a ZIP at the end of media data',
      mp4('mdat', Buffer.concat([Buffer.alloc(9000, 1), payloads.zip])),
      'video/mp4',
    ],
    [
      'a PDF in media data that no picture of an AVIF is in',
      Buffer.concat([fixture('picture.avif'), box('mdat', payloads.pdf)]),
      'image/avif',
    ],
    ['a ZIP in a track of an MP4', mp4Within('trak', payloads.zip), 'video/mp4'],
    ['HTML behind the fields of a header of an MP4', mp4Within('mvhd', payloads.html), 'video/mp4'],
    ['a ZIP in a second index of an MP4', mp4('meta', payloads.zip), 'video/mp4'],
    [
      'a PDF in an element of an MKV that nobody knows',
      mkv(ebmlElement([0x1a, 0x23, 0x45, 0x67], payloads.pdf)),
      'video/x-matroska',
    ],
    [
      'a program in the checksum of an MKV',
      mkv(ebmlElement([0xbf], payloads.linuxProgram)),
      'video/x-matroska',
    ],
    ['a ZIP attached to an MKV', mkv(attachment(payloads.zip)), 'video/x-matroska'],
    ['HTML in free space of an MKV', mkv(ebmlElement([0xec], payloads.html)), 'video/x-matroska'],
    ['a program in a GEOB frame of an MP3', mp3('GEOB', geob(payloads.windowsProgram)), 'audio/mpeg'],
    ['a ZIP in a private frame of an MP3', mp3('PRIV', geob(payloads.zip)), 'audio/mpeg'],
    ['HTML in an application block of a FLAC', flac(payloads.html), 'audio/flac'],
    ['HTML in the seek table of a FLAC', flac(payloads.html, 3), 'audio/flac'],
    ['a gzip archive behind the name of its frame', mp3('PRIV', geob(payloads.gzip)), 'audio/mpeg'],
    ['a shell script behind the keyword of a PNG', png('tEXt', keyword(payloads.shell)), 'image/png'],
    ['a playlist behind the id of a box', mp4('uuid', uuid(payloads.playlist)), 'video/mp4'],
    ['a script that a picture’s comment ends for', jpeg(0xfe, latin1('*/=1;alert(1)/*')), 'image/jpeg'],
    ['a PDF in a chunk of a WAV', wav('junk', payloads.pdf), 'audio/wav'],
  ])('%s is rejected', async (_name, bytes, contentType) => {
    const inspection = await inspectFully(bytes, contentType);
    expect(outcomeOf(inspection)).toBe('ACTIVE_CONTENT');
    if (inspection.outcome === 'REJECTED') expect(inspection.detail).toMatch(/Found: an? .+\.\)$/);
  });

  it('between frames of sound is rejected', async () => {
    const song = fixture('song.mp3');
    const bytes = insert(song, Math.floor(song.length / 2), payloads.windowsProgram);
    expect(outcomeOf(await inspectFully(bytes, 'audio/mpeg'))).toBe('ACTIVE_CONTENT');
  });
});

const xmp = latin1(
  '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/></x:xmpmeta><?xpacket end="w"?>',
);
/** Samsung's trailer behind a motion photo: its directory, its length, its name. */
const samsungTrailer = Buffer.concat([latin1('SEFH'), u32le(106), u32le(0), u32le(12), latin1('SEFT')]);
/** A thumbnail as Pixel phones write it: the values of its second table are the characters of PHP's echo tag. */
const pixelThumbnail = Buffer.concat([
  latin1('\xff\xd8'),
  jpegSegment(
    0xdb,
    latin1('\x01\x0e\x0e\x0e\x1d\x16\x18&\x1d\x1d&89988:::989:;><;:;<<<?=<;<=>>==>>>>>=>>>>>?>>>?>>'),
  ),
]);
const exif = (thumbnail: Uint8Array): Buffer =>
  Buffer.concat([latin1('Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0'), thumbnail]);
const picture = (content: Uint8Array): Buffer => Buffer.concat([latin1('\0image/jpeg\0\x03\0'), content]);

describe('what cameras and editors leave in a file', () => {
  it.each([
    ['a motion photo', Buffer.concat([fixture('photo.jpg'), fixture('clip.mp4')]), 'image/jpeg'],
    [
      'a motion photo with a trailer',
      Buffer.concat([fixture('photo.jpg'), fixture('clip.mp4'), samsungTrailer]),
      'image/jpeg',
    ],
    [
      'a second picture behind the first',
      Buffer.concat([fixture('photo.jpg'), fixture('photo.jpg')]),
      'image/jpeg',
    ],
    [
      'XMP in a JPEG',
      jpeg(0xe1, Buffer.concat([latin1('http://ns.adobe.com/xap/1.0/\0'), xmp])),
      'image/jpeg',
    ],
    ["a Pixel phone's picture", fixture('pixel-thumbnail.jpg'), 'image/jpeg'],
    [
      "a Pixel phone's picture as a cover",
      mp3('APIC', picture(fixture('pixel-thumbnail.jpg'))),
      'audio/mpeg',
    ],
    ["a Pixel phone's thumbnail", jpeg(0xe1, exif(pixelThumbnail)), 'image/jpeg'],
    ["a Pixel phone's thumbnail as a cover", mp3('APIC', picture(pixelThumbnail)), 'audio/mpeg'],
    ['maker notes', jpeg(0xe4, Buffer.concat([latin1('MZ\0'), Buffer.alloc(900, 0x31)])), 'image/jpeg'],
    [
      'a comment that begins like a program',
      jpeg(0xfe, latin1('MZ 2024, #! of all my photos')),
      'image/jpeg',
    ],
    ['XMP in a PNG', png('iTXt', Buffer.concat([latin1('XML:com.adobe.xmp\0\0\0\0\0'), xmp])), 'image/png'],
    [
      'a diagram in a PNG',
      png('tEXt', latin1('mxfile\0<mxfile host="app"><diagram id="1"/></mxfile>')),
      'image/png',
    ],
    ['XMP in a GIF', gif(0xff, Buffer.concat([latin1('XMP DataXMP'), xmp])), 'image/gif'],
    ['XMP in a WebP', webp('XMP ', xmp), 'image/webp'],
    ['XMP in an MP4', mp4('uuid', uuid(xmp)), 'video/mp4'],
    [
      'iXML in a WAV',
      wav('iXML', latin1('<?xml version="1.0"?><BWFXML><PROJECT>x</PROJECT></BWFXML>')),
      'audio/wav',
    ],
    ['a cover in an MP3', mp3('APIC', picture(fixture('photo.jpg'))), 'audio/mpeg'],
    [
      'notes with mark-up in an MP3',
      mp3('COMM', latin1('\0eng\0<p>Read <a href="x">more</a></p>')),
      'audio/mpeg',
    ],
    ['a font attached to an MKV', mkv(attachment(latin1('\0\x01\0\0\0\x0a\0\x80'))), 'video/x-matroska'],
  ])('%s is accepted', async (_name, bytes, contentType) => {
    expect(await inspectFully(bytes, contentType)).toMatchObject({ outcome: 'ACCEPTED' });
  });

  it('a nearly raw film is accepted, in whose light and dark PHP’s echo tag opens and closes', async () => {
    // Luma of 0x39 to 0x40, as a dark picture has it.
    let state = 1;
    const luma = Uint8Array.from({ length: 500_000 }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return 0x39 + ((state >>> 16) & 7);
    });
    expect(
      Buffer.from(luma)
        .toString('latin1')
        .match(/<\?=[ -~]{2,400}?\?>/g)?.length,
    ).toBeGreaterThan(100);

    expect(await inspectFully(mp4('mdat', luma), 'video/mp4')).toMatchObject({ outcome: 'ACCEPTED' });
  });

  it('noise before an MP3 is accepted', async () => {
    const noise = Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 37) % 251));
    const bytes = Buffer.concat([noise, fixture('song.mp3')]);
    expect(await inspectFully(bytes, 'audio/mpeg')).toMatchObject({
      outcome: 'ACCEPTED',
      mimeType: 'audio/mpeg',
    });
  });
});

/** Zeros up to the boundary of a sector, what earlier files left in the sectors behind it, and the cluster is full. */
function onCard(bytes: Buffer, ...remnants: Uint8Array[]): Buffer {
  const toBoundary = (length: number, boundary: number): Buffer =>
    Buffer.alloc((boundary - (length % boundary)) % boundary);
  let whole = bytes.length % 512 === 0 ? Buffer.concat([bytes, latin1('\0')]) : bytes;
  for (const remnant of remnants) {
    whole = Buffer.concat([whole, toBoundary(whole.length, 512), remnant]);
  }
  return Buffer.concat([whole, toBoundary(whole.length, 4096)]);
}

const noise = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * index * 31) % 251));
const pictures: [string, string][] = [
  ['photo.jpg', 'image/jpeg'],
  ['picture.png', 'image/png'],
  ['animation.gif', 'image/gif'],
  ['picture.webp', 'image/webp'],
];

describe('what a memory card held before, behind the end of a picture', () => {
  it.each(pictures)('is no reason to reject %s', async (name, contentType) => {
    const bytes = onCard(
      fixture(name),
      noise,
      payloads.html,
      payloads.windowsProgram,
      payloads.zip,
      payloads.php,
      noise,
    );
    expect(await inspectFully(bytes, contentType)).toMatchObject({ outcome: 'ACCEPTED' });
  });

  it.each(pictures)('is one where %s was made to be a ZIP as well', async (name, contentType) => {
    const onlySectors = onCard(fixture(name), noise);
    const padded = Buffer.concat([
      onlySectors,
      Buffer.alloc(512 - (payloads.zip.length % 512)),
      payloads.zip,
    ]);
    expect(padded.length % 512).toBe(0);
    expect(outcomeOf(await inspectFully(padded, contentType))).toBe('ACTIVE_CONTENT');
  });

  it.each(pictures)(
    'is one where something was put behind the end of %s on purpose',
    async (name, contentType) => {
      for (const payload of Object.values(payloads)) {
        const appended = Buffer.concat([fixture(name), payload]);
        expect(outcomeOf(await inspectFully(appended, contentType))).toBe('ACTIVE_CONTENT');
      }
    },
  );
});
