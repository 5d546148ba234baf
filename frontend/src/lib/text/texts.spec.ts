import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readRejection, rejectionReasons, type RejectionReason } from '@media-feed/contract';
import * as german from './de.ts';
import * as english from './en.ts';
import { translateFault } from './de-faults.ts';
import { translateFeature, translateFound, translatePlace } from './de-rejections.ts';
import { languages, pickLanguage, pickLocale } from './languages.ts';
import { createTexts, textFor } from './texts.ts';

const en = createTexts('en', 'en-GB', english);
const de = createTexts('de', 'de-AT', german);

type Leaf = string | ((parameters: object) => string);

/** Every text by its path, such as `feed.page`; what formats numbers is no text. */
function leavesOf(value: object, path = ''): [string, Leaf][] {
  return Object.entries(value)
    .filter(([key]) => !['format', 'language'].includes(path + key))
    .flatMap(([key, child]): [string, Leaf][] =>
      typeof child === 'object' && child !== null
        ? leavesOf(child as object, `${path}${key}.`)
        : [[path + key, child as Leaf]],
    );
}

/** The names of the parameters that a text reads. */
function parametersOf(text: (parameters: object) => string): string[] {
  const read = new Set<string>();
  text(
    new Proxy(
      {},
      {
        get(_target, name) {
          read.add(String(name));
          return '2'; // read as a number where one is wanted
        },
      },
    ),
  );
  return [...read].sort();
}

const germanLeaves = new Map(leavesOf(de));
const pairs = leavesOf(en).map(([path, text]) => ({ path, text, translation: germanLeaves.get(path) }));
/** Sentences that take a whole rejection; those have tests of their own. */
const isRejection = (path: string) =>
  path.startsWith('rejections.') && !path.startsWith('rejections.nextSteps');

describe('the catalogues', () => {
  it('have the same texts', () => {
    expect([...germanLeaves.keys()]).toEqual(pairs.map(({ path }) => path));
  });

  it.each(pairs.filter(({ path, text }) => typeof text === 'function' && !isRejection(path)))(
    'use the same parameters in $path',
    ({ text, translation }) => {
      if (typeof text !== 'function' || typeof translation !== 'function') throw new Error('no function');
      expect(parametersOf(translation)).toEqual(parametersOf(text));
    },
  );

  it.each([en, de])(
    'let names that run from right to left turn nothing round: $language',
    ({ app, media, uploads }) => {
      const name = 'אדה 3';
      const isolated = `\u2068${name}\u2069`;
      expect(app.pageTitle({ page: name })).toBe(`${isolated} · Media Feed`);
      expect(media.nameBy({ kind: '', person: name })).toContain(isolated);
      expect(uploads.state.anotherFile({ file: name, size: '4 KB' })).toContain(isolated);
    },
  );

  it('are translated, but for what is the same in both languages', () => {
    const same = pairs.flatMap(({ path, text, translation }) =>
      typeof text === 'string' && text === translation ? [path] : [],
    );
    // What is printed on keys is mostly the same.
    const others = same.filter((path) => !/^(app\.name|feed\.filter|keyboard\..*\.caps\.\d)$/.test(path));
    expect(others.sort()).toEqual([
      'account.look.system',
      'account.name.title',
      'media.kinds.VIDEO.many',
      'media.kinds.VIDEO.one',
      'people.person',
      'uploads.own.filter',
      'uploads.title',
    ]);
  });

  it('has no text but for codes that are given', () => {
    expect(textFor(en.likes.why, 'network')).toBe('no connection. Try again when you are online.');
    expect(textFor(en.likes.why, 'constructor')).toBeUndefined();
  });
});

describe('the language', () => {
  it.each([
    [['de-AT', 'en'], 'de', 'de-AT'],
    [['fr', 'de'], 'de', 'de'],
    [['EN-gb', 'de'], 'en', 'EN-gb'],
    [['fr'], 'en', 'en'],
    [['den-XX'], 'en', 'en'],
    [[], 'en', 'en'],
  ])('of a browser that asks for %j is %s, in the region %s', (preferred, language, locale) => {
    const picked = pickLanguage('system', preferred);
    expect(picked).toBe(language);
    expect(pickLocale(picked, preferred)).toBe(locale);
  });

  it('is the chosen one, whatever the browser asks for', () => {
    for (const language of languages) expect(pickLanguage(language, ['de', 'en'])).toBe(language);
  });
});

/** One of each kind of parameters, and what German says of it. */
const rejections: [RejectionReason, object, string][] = [
  ['EMPTY', {}, 'Diese Datei ist leer.'],
  [
    'UNSUPPORTED_TYPE',
    { format: 'a MKV', feature: 'copy-protected video' },
    'Das ist ein MKV einer Art, die wir nicht lesen können: kopiergeschütztes Video. Unterstützt werden JPEG, PNG, GIF, WebP, AVIF, HEIC, HEIF, MP4, MOV, WebM, MKV, MP3, M4A, AAC, Ogg, FLAC und WAV.',
  ],
  [
    'UNSUPPORTED_TYPE',
    { format: 'an MP4', feature: 'AC-3 sound' },
    'Das ist ein MP4 einer Art, die wir nicht lesen können: Ton in AC-3. Unterstützt werden JPEG, PNG, GIF, WebP, AVIF, HEIC, HEIF, MP4, MOV, WebM, MKV, MP3, M4A, AAC, Ogg, FLAC und WAV.',
  ],
  [
    'UNSUPPORTED_TYPE',
    { found: 'an AVI video' },
    'Das ist ein AVI-Video. Unterstützt werden JPEG, PNG, GIF, WebP, AVIF, HEIC, HEIF, MP4, MOV, WebM, MKV, MP3, M4A, AAC, Ogg, FLAC und WAV.',
  ],
  [
    'UNSUPPORTED_FEATURE',
    { feature: 'FREEZE_FRAME' },
    'Ein Schnitt hält ein Bild dieses Films an. Exportiere ihn mit diesem Schnitt und lade die neue Datei hoch.',
  ],
  [
    'ACTIVE_CONTENT',
    { found: 'a ZIP archive', place: 'behind its end' },
    'Diese Datei enthält etwas, das von selbst starten oder sich öffnen könnte, deshalb wurde sie nicht veröffentlicht. (Gefunden: ein ZIP-Archiv.)',
  ],
  [
    'TYPE_MISMATCH',
    { declared: 'audio/mpeg', found: 'a PNG', foundClass: 'IMAGE' },
    'Der Name der Datei sagt, sie sei ein MP3, sie ist aber ein PNG, ein Bild. Benenne sie um und versuche es noch einmal.',
  ],
  [
    'TYPE_MISMATCH',
    { declared: 'VIDEO', found: 'an MP3' },
    'Der Name der Datei sagt, sie sei ein Video, sie ist aber ein MP3. Benenne sie um und versuche es noch einmal.',
  ],
  [
    'TOO_LARGE',
    { size: 60_000_000, limit: 52_428_800, mediaClass: 'IMAGE' },
    'Diese Datei hat 57,2 MB; die Grenze für Bilder ist 50 MB.',
  ],
  [
    'TOO_LARGE',
    { size: 52_428_801, limit: 52_428_800, mediaClass: 'IMAGE' },
    'Diese Datei ist etwas größer als 50 MB, die Grenze für Bilder.',
  ],
  [
    'TOO_LARGE',
    { metadata: 'UNPACKED', limit: 1_048_576 },
    'Die entpackten Metadaten dieser Datei sind größer als die erlaubten 1 MB.',
  ],
  [
    'TOO_MANY_PIXELS',
    { width: 1000, height: 2000, frames: 300, limitPixels: 100_000_000 },
    'Diese Animation besteht aus 300 Bildern von 1.000 × 2.000; die Grenze ist 100 Megapixel insgesamt.',
  ],
  [
    'TOO_MANY_PIXELS',
    { width: 20_000, height: 20_000, limitPixels: 100_000_000, mediaClass: 'IMAGE' },
    'Dieses Bild hat 20.000 × 20.000 Pixel; die Grenze ist 100 Megapixel.',
  ],
  [
    'TOO_MANY_PIXELS',
    { width: 20_000, height: 20, limitSide: 16_383, mediaClass: 'VIDEO' },
    'Dieses Video hat 20.000 × 20 Pixel; die Grenze für eine Seite ist 16.383.',
  ],
  [
    'TOO_MANY_PIXELS',
    { frames: 3000, limitFrames: 2000 },
    'Diese Animation hat 3.000 Bilder; die Grenze ist 2.000.',
  ],
  [
    'TOO_MANY_PIXELS',
    { failure: 'OUT_OF_MEMORY' },
    'Dieses Bild zu lesen braucht mehr Speicher als erlaubt.',
  ],
  [
    'TOO_LONG',
    { durationSeconds: 18_000.4, limitSeconds: 14_400, mediaClass: 'AUDIO' },
    'Diese Aufnahme dauert 5 h; die Grenze ist 4 h.',
  ],
  [
    'CORRUPT',
    { fault: 'The PNG ends before its last chunk.' },
    'Diese Datei ist beschädigt oder unvollständig. Exportiere sie noch einmal. (Die PNG-Datei endet vor ihrem letzten Chunk.)',
  ],
  [
    'CORRUPT',
    { fault: 'Something of a newer inspection.' },
    'Diese Datei ist beschädigt oder unvollständig. Exportiere sie noch einmal.',
  ],
  [
    'CORRUPT',
    { failure: 'DIED' },
    'Die Datei ist so beschädigt, dass das Programm, das sie liest, damit nicht zurechtkam.',
  ],
  [
    'INTERNAL',
    {},
    'Bei uns ist etwas schiefgegangen. Deine Datei wurde für eine Prüfung aufbewahrt; bitte versuche es noch einmal.',
  ],
];

describe('rejections in German', () => {
  it.each(rejections)('%s %j', (reason, parameters, sentence) => {
    const rejection = readRejection(reason, parameters);
    if (!rejection) throw new Error('The contract does not know these parameters');
    expect(de.rejections.sentence(rejection)).toBe(sentence);
  });

  it('are there for each reason', () => {
    expect(new Set(rejections.map(([reason]) => reason))).toEqual(new Set(rejectionReasons));
  });

  it.each([
    ['a Windows Media video', 'ein Windows-Media-Video'],
    ['a PDF document', 'ein PDF-Dokument'],
    ['a script', 'ein Skript'],
    ['an icon', 'ein Symbol'],
    ['an AVI file', 'eine AVI-Datei'],
    ['a WebP', 'ein WebP'],
    ['a file of zeros', 'eine Datei aus lauter Nullen'],
    ['something of a newer inspection', '„something of a newer inspection“'],
  ])('call %s %s', (found, name) => {
    expect(translateFound(found)).toBe(name);
  });
});

describe('what the inspection says', () => {
  const sources = join(import.meta.dirname, '..', '..', '..', '..', 'lambda', 'src');
  const inspection = join(sources, 'inspect');
  /** Every literal of the sources that the pattern takes, what it puts in between as `sound` or `1`. */
  async function literals(pattern: RegExp, folder = inspection): Promise<string[]> {
    const files = (await readdir(folder, { recursive: true })).filter((name) =>
      /^(?!.*\.spec\.)\S+\.ts$/.test(name),
    );
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    const found = texts.flatMap((source) => [...source.matchAll(pattern)].map(([, text = '']) => text));
    return [
      ...new Set(found.map((text) => text.replace('${kind}', 'sound').replace(/\$\{[^}]+\}/g, '1'))),
    ].sort();
  }

  it('of where something was found is known in German', async () => {
    const places = await literals(
      /(?:'|`)((?:after|before|behind|between|in) (?!front|their)[a-z](?:[^'`\n]|(?<=tag)')*)(?:'|`)(?=[,);:\n ])/g,
    );
    expect(places.length).toBeGreaterThan(15);
    expect(places.filter((place) => translatePlace(place) === undefined)).toEqual([]);
  });

  it('of what is not supported is known in German', async () => {
    const features = await literals(/rejectFeature\([^;]*?, ['`]([^'`]+)['`]\)/g);
    const kinds = await literals(/unsupported: ['`]([^'`]*?)['`]/g);
    const english = /\b(bits?|sound|video|type|format|that|an?|index|coding|copy-protected)\b/;
    const said = [...features, ...kinds, 'free format', 'frames that don’t follow one another'];
    expect(said.length).toBeGreaterThan(15);
    expect(said.filter((feature) => english.test(translateFeature(feature)))).toEqual([]);
  });

  it('of what is broken is known in German', async () => {
    const faults = (
      await Promise.all(
        [/new Malformed\(\s*'((?:[^'\\\n]|\\.)+)'/g, /new Malformed\(\s*`([^`]+)`/g, /fault: '([^']+)'/g].map(
          (pattern) => literals(pattern, sources),
        ),
      )
    ).flat();
    expect(faults.length).toBeGreaterThan(80);
    expect(faults.filter((fault) => translateFault(fault) === undefined)).toEqual([]);
  });
});
