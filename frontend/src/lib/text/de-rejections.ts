/** The sentences of the contract's catalogue (`rejection-messages.ts`) in German, from the same parameters. */
import {
  mediaClasses,
  mediaTypeName,
  publishableMediaTypes,
  type MediaClass,
  type Rejection,
  type RejectionParameters,
  type RejectionReason,
  type UnsupportedFeature,
} from '@media-feed/contract';
import { translateFault } from './de-faults.ts';

const locale = 'de';
const number = (value: number): string => value.toLocaleString(locale);
const megapixels = (pixels: number): string => `${number(Math.round(pixels / 1e6))} Megapixel`;

const formats = new Intl.ListFormat(locale).format(publishableMediaTypes.map(mediaTypeName));
const supported = `Unterstützt werden ${formats}.`;

/** What each reason says without parameters. */
export const generalSentences: Record<RejectionReason, string> = {
  EMPTY: 'Diese Datei ist leer.',
  UNSUPPORTED_TYPE: `Diese Art von Datei wird nicht unterstützt. ${supported}`,
  UNSUPPORTED_FEATURE:
    'Diese Datei verwendet etwas, das nicht veröffentlicht werden kann. Exportiere sie als neue Datei und lade diese hoch.',
  ACTIVE_CONTENT:
    'Diese Datei enthält etwas, das von selbst starten oder sich öffnen könnte, deshalb wurde sie nicht veröffentlicht.',
  TYPE_MISMATCH: 'Das ist nicht, was der Name der Datei sagt. Benenne sie um und versuche es noch einmal.',
  TOO_LARGE: 'Diese Datei ist größer als erlaubt.',
  TOO_MANY_PIXELS: 'Dieses Bild hat mehr Pixel als erlaubt.',
  TOO_LONG: 'Das dauert länger als erlaubt.',
  CORRUPT: 'Diese Datei ist beschädigt oder unvollständig. Exportiere sie noch einmal.',
  INTERNAL:
    'Bei uns ist etwas schiefgegangen. Deine Datei wurde für eine Prüfung aufbewahrt; bitte versuche es noch einmal.',
};

const features: Record<UnsupportedFeature, string> = {
  PLAYBACK_SPEED:
    'Ein Schnitt spielt Teile dieses Films schneller oder langsamer ab. Exportiere ihn mit dieser Geschwindigkeit und lade die neue Datei hoch.',
  FREEZE_FRAME:
    'Ein Schnitt hält ein Bild dieses Films an. Exportiere ihn mit diesem Schnitt und lade die neue Datei hoch.',
  CUT_WITHOUT_KEY_FRAME:
    'Dieser Film ist an einer Stelle geschnitten, an der kein Bild für sich allein steht; der Schnitt ginge verloren. Exportiere ihn mit dem Schnitt und lade die neue Datei hoch.',
  REPEATED_PARTS:
    'Ein Schnitt spielt Teile dieses Films mehrmals ab. Exportiere ihn mit den Schnitten und lade die neue Datei hoch.',
  FORMAT_CHANGE:
    'Mitten in dieser Datei wechselt das Format, etwa die Größe, der Codec oder die Abtastrate. Exportiere alles in einem Format und lade die neue Datei hoch.',
  CHAINED_STREAMS:
    'Diese Datei besteht aus mehreren Aufnahmen hintereinander. Exportiere sie als eine, oder lade jede einzeln hoch.',
  COMPRESSED_TRACKS:
    'Die Spuren dieser Datei sind durch ihren Container noch einmal komprimiert. Speichere sie ohne das neu („keine Komprimierung“ in MKVToolNix) und lade die neue Datei hoch.',
};

const classNames: Record<MediaClass, { one: string; many: string; indefinite: string }> = {
  IMAGE: { one: 'Dieses Bild', many: 'Bilder', indefinite: 'ein Bild' },
  VIDEO: { one: 'Dieses Video', many: 'Videos', indefinite: 'ein Video' },
  AUDIO: { one: 'Diese Aufnahme', many: 'Ton', indefinite: 'Ton' },
};

const failures = {
  OUT_OF_MEMORY: 'Das Lesen der Datei brauchte mehr Speicher, als eine heile Datei braucht.',
  OUT_OF_TIME:
    'Die Datei konnte in der Zeit, die eine Datei dieser Größe brauchen darf, nicht zu Ende gelesen werden.',
  INVALID_OUTPUT: 'Was die Datei von sich angibt, führt zu weit mehr Daten, als sie enthält.',
  DIED: 'Die Datei ist so beschädigt, dass das Programm, das sie liest, damit nicht zurechtkam.',
  UNREADABLE_RECORDING:
    'Diese Datei ist beschädigt oder unvollständig: Sie konnte nicht zu Ende gelesen werden. Exportiere sie noch einmal.',
  MISSING_TRACK:
    'Diese Datei ist beschädigt oder unvollständig: Die Daten einer Spur sind nicht zu finden. Exportiere sie noch einmal.',
  DIFFERENT_OUTPUT:
    'Diese Datei ist beschädigt oder so aufgebaut, dass wir sie nicht ganz veröffentlichen können. Exportiere sie noch einmal und lade die neue Datei hoch.',
  NOTHING_TO_PLAY: 'Diese Aufnahme enthält weder Bilder noch Ton. Exportiere sie noch einmal.',
  UNREADABLE_PICTURE:
    'Diese Datei ist beschädigt oder unvollständig: Das Bild konnte nicht gelesen werden. Exportiere sie noch einmal.',
};

/** Bytes as the contract's sentences write them, with the comma of German. */
function bytes(value: number): string {
  const units = ['Bytes', 'KB', 'MB', 'GB', 'TB'];
  let amount = value;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const maximumFractionDigits = unit === 0 || amount >= 100 ? 0 : 1;
  return `${amount.toLocaleString(locale, { maximumFractionDigits })} ${units[unit] ?? ''}`;
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${String(whole)} s`;
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${String(amount)} ${unit}`)
    .join(' ');
}

/** German nouns with their article, for the last word of what was found. */
const nouns: Record<string, readonly ['ein' | 'eine', string]> = {
  archive: ['ein', 'Archiv'],
  document: ['ein', 'Dokument'],
  file: ['eine', 'Datei'],
  icon: ['ein', 'Symbol'],
  picture: ['ein', 'Bild'],
  playlist: ['eine', 'Playlist'],
  program: ['ein', 'Programm'],
  recording: ['eine', 'Aufnahme'],
  script: ['ein', 'Skript'],
  shortcut: ['eine', 'Verknüpfung'],
  video: ['ein', 'Video'],
};

const phrases: Record<string, string> = {
  'a disk image': 'ein Datenträgerabbild',
  'a file of zeros': 'eine Datei aus lauter Nullen',
  'a Java or macOS program': 'ein Java- oder macOS-Programm',
  'a test virus': 'ein Testvirus',
  'a text file': 'eine Textdatei',
  'a WebM or MKV': 'ein WebM oder MKV',
  'an MPEG transport stream': 'ein MPEG-Transportstrom',
  'an unknown kind of file': 'eine Datei unbekannter Art',
};

/** "a ZIP archive" → "ein ZIP-Archiv"; what is not known is quoted as it came, in English. */
export function translateFound(found: string): string {
  const known = phrases[found];
  if (known !== undefined) return known;
  const [, words = ''] = /^an? (.+)$/.exec(found) ?? [];
  const parts = words.split(' ');
  const noun = nouns[parts.at(-1) ?? ''];
  if (noun) return `${noun[0]} ${[...parts.slice(0, -1), noun[1]].join('-')}`;
  // A name such as MP4 or WebP is the same in both languages.
  return /^[A-Z0-9][\w-]*$/.test(words) ? `ein ${words}` : `„${found}“`;
}

const featurePhrases: Record<string, string> = {
  'a compressed index': 'ein komprimierter Index',
  'an unknown codec': 'ein unbekannter Codec',
  'copy-protected sound': 'kopiergeschützter Ton',
  'copy-protected video': 'kopiergeschütztes Video',
  'frames that don’t follow one another': 'Frames, die nicht aufeinander folgen',
  'free format': 'freies Format, ohne feste Bitrate',
  'lossless or hierarchical coding': 'verlustfreie oder hierarchische Kodierung',
};

/** Names of codecs are the same in both languages; these are what stands around them. */
const featureWords: readonly (readonly [pattern: RegExp, german: string])[] = [
  [/^(\d+) bits a sample$/, '$1 Bit je Wert'],
  [/^(\d+)-bit floating-point PCM\b/, 'PCM mit $1 Bit Gleitkomma'],
  [/^(\d+)-bit PCM\b/, 'PCM mit $1 Bit'],
  [/^Windows audio format\b/, 'Windows-Audioformat'],
  [/^MPEG-4 audio object type\b/, 'MPEG-4-Audio-Objekttyp'],
  [/^MPEG-4 object type\b/, 'MPEG-4-Objekttyp'],
  [/^MPEG-4 part 2\b/, 'MPEG-4 Teil 2'],
  [/^format 0x/, 'Format 0x'],
  [/^(.+) sound$/, 'Ton in $1'],
  [/^(.+) video$/, 'Video in $1'],
];

/** "AC-3 sound" → "Ton in AC-3". */
export const translateFeature = (feature: string): string =>
  featurePhrases[feature] ??
  featureWords.reduce((words, [pattern, german]) => words.replace(pattern, german), feature);

const places: readonly (readonly [pattern: RegExp, german: string])[] = [
  [/^after the end of the (.+)$/, 'hinter dem Ende der $1-Datei'],
  [/^after the frames of sound$/, 'hinter den Frames des Tons'],
  [/^before the sound$/, 'vor dem Ton'],
  [/^behind a beginning that looks like media$/, 'hinter einem Anfang, der nach Medien aussieht'],
  [/^behind the sound$/, 'hinter dem Ton'],
  [/^between the frames of sound$/, 'zwischen den Frames des Tons'],
  [/^between the pages of the Ogg$/, 'zwischen den Seiten der Ogg-Datei'],
  [/^between two segments$/, 'zwischen zwei Segmenten'],
  [/^in a comment$/, 'in einem Kommentar'],
  [/^in a tag at the end$/, 'in einem Tag am Ende'],
  [/^in an attachment$/, 'in einem Anhang'],
  [/^in free space$/, 'in freiem Platz'],
  [/^in the box (.+)$/, 'in der Box $1'],
  [/^in the chunk (.+)$/, 'im Chunk $1'],
  [/^in the comments$/, 'in den Kommentaren'],
  [/^in the index$/, 'im Index'],
  [/^in the last chunk$/, 'im letzten Chunk'],
  [/^in the media data$/, 'in den Mediendaten'],
  [/^in the metadata$/, 'in den Metadaten'],
  [/^in the padding of a tag$/, 'in der Füllung eines Tags'],
  [/^in the tag's frame (.+)$/, 'im Frame $1 des Tags'],
];

/** Undefined where nobody has translated it: then the sentence goes without. */
export function translatePlace(place: string): string | undefined {
  const known = places.find(([pattern]) => pattern.test(place));
  return known && place.replace(...known);
}

function mismatch({ declared, found, foundClass }: RejectionParameters<'TYPE_MISMATCH'>): string {
  const declaredClass = mediaClasses.find((known) => known === declared);
  const name = declaredClass
    ? classNames[declaredClass].indefinite
    : // The schema knows classes and types only.
      `ein ${mediaTypeName(declared as Exclude<typeof declared, MediaClass>)}`;
  const what = translateFound(found);
  const kind = foundClass ? `${what}, ${classNames[foundClass].indefinite}` : what;
  return `Der Name der Datei sagt, sie sei ${name}, sie ist aber ${kind}. Benenne sie um und versuche es noch einmal.`;
}

function tooLarge(parameters: RejectionParameters<'TOO_LARGE'>): string {
  const limit = bytes(parameters.limit);
  if ('metadata' in parameters) {
    const unpacked = parameters.metadata === 'UNPACKED' ? 'entpackten ' : '';
    return `Die ${unpacked}Metadaten dieser Datei sind größer als die erlaubten ${limit}.`;
  }
  const { many } = classNames[parameters.mediaClass];
  const size = bytes(parameters.size);
  return size === limit
    ? `Diese Datei ist etwas größer als ${limit}, die Grenze für ${many}.`
    : `Diese Datei hat ${size}; die Grenze für ${many} ist ${limit}.`;
}

function tooManyPixels(parameters: RejectionParameters<'TOO_MANY_PIXELS'>): string {
  if ('failure' in parameters) return 'Dieses Bild zu lesen braucht mehr Speicher als erlaubt.';
  if ('limitFrames' in parameters) {
    return `Diese Animation hat ${number(parameters.frames)} Bilder; die Grenze ist ${number(parameters.limitFrames)}.`;
  }
  const size = `${number(parameters.width)} × ${number(parameters.height)}`;
  if ('frames' in parameters) {
    return `Diese Animation besteht aus ${number(parameters.frames)} Bildern von ${size}; die Grenze ist ${megapixels(parameters.limitPixels)} insgesamt.`;
  }
  const subject = `${classNames[parameters.mediaClass].one} hat ${size} Pixel`;
  return 'limitSide' in parameters
    ? `${subject}; die Grenze für eine Seite ist ${number(parameters.limitSide)}.`
    : `${subject}; die Grenze ist ${megapixels(parameters.limitPixels)}.`;
}

function foundAt({ found, place }: RejectionParameters<'ACTIVE_CONTENT'>): string {
  const where = place === undefined ? undefined : translatePlace(place);
  return where === undefined ? translateFound(found) : `${translateFound(found)} ${where}`;
}

export function rejectionSentence({ reason, parameters }: Rejection): string {
  switch (reason) {
    case 'EMPTY':
    case 'INTERNAL':
      return generalSentences[reason];
    case 'UNSUPPORTED_TYPE':
      return 'feature' in parameters
        ? `Das ist ${translateFound(parameters.format)} einer Art, die wir nicht lesen können: ${translateFeature(parameters.feature)}. ${supported}`
        : `Das ist ${translateFound(parameters.found)}. ${supported}`;
    case 'UNSUPPORTED_FEATURE':
      return features[parameters.feature];
    case 'ACTIVE_CONTENT':
      return `${generalSentences[reason]} (Gefunden: ${foundAt(parameters)}.)`;
    case 'TYPE_MISMATCH':
      return mismatch(parameters);
    case 'TOO_LARGE':
      return tooLarge(parameters);
    case 'TOO_MANY_PIXELS':
      return tooManyPixels(parameters);
    case 'TOO_LONG': {
      const { durationSeconds, limitSeconds, mediaClass } = parameters;
      return `${classNames[mediaClass].one} dauert ${duration(durationSeconds)}; die Grenze ist ${duration(limitSeconds)}.`;
    }
    case 'CORRUPT':
      return 'failure' in parameters ? failures[parameters.failure] : corrupt(parameters.fault);
  }
}

function corrupt(fault: string): string {
  const known = translateFault(fault);
  return known === undefined ? generalSentences.CORRUPT : `${generalSentences.CORRUPT} (${known})`;
}
