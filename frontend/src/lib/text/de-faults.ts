/** What is broken in a file, in German: the inspection says it in English (`new Malformed(…)` in lambda/src). */

const formats = 'AAC|FLAC|GIF|JPEG|MP3|MP4|Ogg|PNG|WAV|WebP';

const faults: Readonly<Record<string, string>> = {
  'A block belongs to no track.': 'Ein Block gehört zu keiner Spur.',
  'A block is cut short.': 'Ein Block ist abgeschnitten.',
  'A field lies outside of its box.': 'Ein Feld liegt außerhalb seiner Box.',
  'A frame of the FLAC has a wrong checksum.': 'Ein Frame der FLAC-Datei hat eine falsche Prüfsumme.',
  'A frame of the FLAC is of an unknown kind.': 'Ein Frame der FLAC-Datei ist von unbekannter Art.',
  'A frame of the GIF cannot be decoded.': 'Ein Einzelbild der GIF-Datei lässt sich nicht lesen.',
  'A frame of the GIF has a code that stands for nothing.':
    'Ein Einzelbild der GIF-Datei enthält einen Code ohne Bedeutung.',
  'A frame of the WebP has no picture.': 'Ein Frame der WebP-Datei hat kein Bild.',
  'A frame of the WebP has two sizes.': 'Ein Einzelbild der WebP-Datei hat zwei Größen.',
  'A frame of the WebP is cut short.': 'Ein Einzelbild der WebP-Datei ist abgeschnitten.',
  'A number has an impossible length.': 'Eine Zahl hat eine unmögliche Länge.',
  'A page of the Ogg has a wrong checksum.': 'Eine Seite der Ogg-Datei hat eine falsche Prüfsumme.',
  'A picture in it has no description of its codec.':
    'Bei einem Bild darin fehlt die Beschreibung des Codecs.',
  'A picture in it has no size.': 'Ein Bild darin hat keine Größe.',
  'A segment of the JPEG is shorter than its own length.':
    'Ein Segment der JPEG-Datei ist kürzer als seine eigene Längenangabe.',
  'A track does not say what its codec is.': 'Eine Spur nennt ihren Codec nicht.',
  'A track does not say where its samples are.': 'Eine Spur sagt nicht, wo ihre Samples liegen.',
  'A track has a broken chunk table.': 'Die Chunk-Tabelle einer Spur ist beschädigt.',
  'A track has a broken description of its codec.': 'Die Beschreibung des Codecs einer Spur ist beschädigt.',
  'A track has a broken table of sample sizes.': 'Die Tabelle der Sample-Größen einer Spur ist beschädigt.',
  'A track has no table of sample sizes.': 'Einer Spur fehlt die Tabelle der Sample-Größen.',
  'A track has two edit lists.': 'Eine Spur hat zwei Schnittlisten.',
  'An edit list is cut short.': 'Eine Schnittliste ist abgeschnitten.',
  'An element is larger than what holds it.': 'Ein Element ist größer als das, worin es steht.',
  'An element is too large.': 'Ein Element ist zu groß.',
  'It ends too early.': 'Sie endet zu früh.',
  'It has a movie within a movie.': 'Sie enthält einen Film in einem Film.',
  'It has an index and nothing else.': 'Sie enthält einen Index und sonst nichts.',
  'It has bytes that belong to no chunk.': 'Sie enthält Bytes, die zu keinem Chunk gehören.',
  'It has bytes that belong to no element.': 'Sie enthält Bytes, die zu keinem Element gehören.',
  'It has neither pictures nor sound.': 'Sie enthält weder Bilder noch Ton.',
  'It has no content.': 'Sie hat keinen Inhalt.',
  'It has no index.': 'Sie hat keinen Index.',
  'It has no tracks.': 'Sie hat keine Spuren.',
  'It has too many parts.': 'Sie hat zu viele Teile.',
  'It has too many tracks.': 'Sie hat zu viele Spuren.',
  'It has too much metadata.': 'Sie hat zu viele Metadaten.',
  'It has tracks and nothing else.': 'Sie enthält Spuren und sonst nichts.',
  'It has two movies in one.': 'Sie enthält zwei Filme in einem.',
  'Its boxes are nested too deep.': 'Ihre Boxen sind zu tief verschachtelt.',
  'Its elements are nested too deep.': 'Ihre Elemente sind zu tief verschachtelt.',
  'Its header is broken.': 'Ihr Kopf ist beschädigt.',
  'Its index is scattered all over the file.': 'Ihr Index ist über die ganze Datei verstreut.',
  'Its times are broken.': 'Ihre Zeitangaben sind beschädigt.',
  'Pixels of a frame of the GIF are missing.': 'Einem Einzelbild der GIF-Datei fehlen Pixel.',
  'Samples of a track are missing.': 'Einer Spur fehlen Samples.',
  'The FLAC ends within its metadata.': 'Die FLAC-Datei endet mitten in ihren Metadaten.',
  'The FLAC has no beginning.': 'Der FLAC-Datei fehlt der Anfang.',
  'The FLAC has no sound behind its metadata.': 'Die FLAC-Datei enthält hinter ihren Metadaten keinen Ton.',
  'The GIF has bytes that belong to no block.': 'Die GIF-Datei enthält Bytes, die zu keinem Block gehören.',
  'The JPEG ends before its end marker.': 'Die JPEG-Datei endet vor ihrer Endmarke.',
  'The JPEG has a marker where none may be.': 'Die JPEG-Datei hat eine Marke, wo keine stehen darf.',
  'The JPEG has a scan before its frame.': 'In der JPEG-Datei steht ein Scan vor seinem Frame.',
  'The JPEG has an impossible number of components.':
    'Die JPEG-Datei hat eine unmögliche Zahl von Komponenten.',
  'The JPEG has an impossible sampling.': 'Die JPEG-Datei hat eine unmögliche Abtastung.',
  'The JPEG has too many scans.': 'Die JPEG-Datei hat zu viele Scans.',
  'The JPEG has two frames.': 'Die JPEG-Datei hat zwei Frames.',
  'The PNG does not begin with its header.': 'Die PNG-Datei beginnt nicht mit ihrem Kopf.',
  'The PNG ends before its last chunk.': 'Die PNG-Datei endet vor ihrem letzten Chunk.',
  'The PNG has an impossible header.': 'Die PNG-Datei hat einen unmöglichen Kopf.',
  'The PNG has bytes that belong to no chunk.': 'Die PNG-Datei enthält Bytes, die zu keinem Chunk gehören.',
  'The WAV contradicts itself.': 'Die WAV-Datei widerspricht sich.',
  'The WebP has a frame before its size.': 'In der WebP-Datei steht ein Einzelbild vor der Größe.',
  'The WebP has two sizes.': 'Die WebP-Datei hat zwei Größen.',
  'The picture ends too early.': 'Das Bild endet zu früh.',
  'The picture has a broken table of items.': 'Die Tabelle der Bestandteile des Bildes ist beschädigt.',
  'A field of the picture’s codec is too large.': 'Ein Feld des Codecs des Bildes ist zu groß.',
  'A picture in it ends too early.': 'Ein Bild darin endet zu früh.',
  'A picture in it has no content.': 'Ein Bild darin hat keinen Inhalt.',
  'A picture in it tells two sizes.': 'Ein Bild darin nennt zwei Größen.',
  'Parts of the picture are missing.': 'Teile des Bildes fehlen.',
  'Parts of the picture have different sizes.': 'Teile des Bildes sind verschieden groß.',
  'Pixels of the picture are missing or broken.': 'Bildpunkte fehlen oder sind beschädigt.',
  'The description of a grid is too large.': 'Die Beschreibung eines Rasters ist zu groß.',
  'The description of the picture’s codec ends too early.':
    'Die Beschreibung des Codecs des Bildes endet zu früh.',
  'The picture has too many references.': 'Das Bild hat zu viele Verweise.',
  'The picture is derived too many times.': 'Das Bild ist zu oft abgeleitet.',
  'The picture is made of itself.': 'Das Bild besteht aus sich selbst.',
  'The picture refers to a part that it does not have.':
    'Das Bild verweist auf einen Teil, den es nicht hat.',
  'The picture’s codec has an impossible format.': 'Der Codec des Bildes hat ein unmögliches Format.',
  'The picture has no index.': 'Das Bild hat keinen Index.',
  'The picture has no primary item.': 'Dem Bild fehlt sein Hauptbestandteil.',
  'The picture has no width or height.': 'Das Bild hat keine Breite oder Höhe.',
  'The picture refers to a property that it does not have.':
    'Das Bild verweist auf eine Eigenschaft, die es nicht hat.',
  'The picture tells two sizes.': 'Das Bild nennt zwei Größen.',
  'The tag at the beginning is larger than the file.': 'Das Tag am Anfang ist größer als die Datei.',
  'The video has no width or height.': 'Das Video hat keine Breite oder Höhe.',
};

/** What is said of several formats, or of a part by its name. */
const patterns: readonly (readonly [pattern: RegExp, german: string])[] = (
  [
    ['A frame of the (F) lies outside of it\\.', 'Ein Einzelbild der $1-Datei liegt außerhalb.'],
    ['Most of the (F) is no sound\\.', 'Der größte Teil der $1-Datei ist kein Ton.'],
    ['The (F) does not say what (?:its sound|it) is\\.', 'Die $1-Datei sagt nicht, was sie enthält.'],
    ['The (F) ends before its sound does\\.', 'Die $1-Datei endet vor ihrem Ton.'],
    ['The (F) ends too early\\.', 'Die $1-Datei endet zu früh.'],
    ['The (F) ends within a block\\.', 'Die $1-Datei endet mitten in einem Block.'],
    ['The (F) ends within a chunk\\.', 'Die $1-Datei endet mitten in einem Chunk.'],
    ['The (F) ends within a frame\\.', 'Die $1-Datei endet mitten in einem Einzelbild.'],
    ['The (F) ends within a page\\.', 'Die $1-Datei endet mitten in einer Seite.'],
    ['The (F) ends within a segment\\.', 'Die $1-Datei endet mitten in einem Segment.'],
    ['The (F) has no picture\\.', 'Die $1-Datei enthält kein Bild.'],
    ['The (F) has no sound\\.', 'Die $1-Datei enthält keinen Ton.'],
    ['The (F) has no width or height\\.', 'Die $1-Datei hat keine Breite oder Höhe.'],
    [
      'The PNG needs a chunk that nobody knows, (.+)\\.',
      'Die PNG-Datei braucht einen Chunk, den niemand kennt: $1.',
    ],
    [
      "The PNG's (.+) chunk has a wrong checksum\\.",
      'Der Chunk $1 der PNG-Datei hat eine falsche Prüfsumme.',
    ],
    ['The box "(.+)" is larger than what holds it\\.', 'Die Box „$1“ ist größer als das, worin sie steht.'],
    ['The box "(.+)" is too large\\.', 'Die Box „$1“ ist zu groß.'],
    ['"(.+)" is cut short\\.', '„$1“ ist abgeschnitten.'],
  ] as const
).map(([pattern, german]) => [new RegExp(`^${pattern.replace('(F)', `(${formats})`)}$`), german]);

/** Undefined where nobody has translated it, as with a newer inspection: then the sentence goes without. */
export function translateFault(fault: string): string | undefined {
  if (Object.hasOwn(faults, fault)) return faults[fault];
  const known = patterns.find(([pattern]) => pattern.test(fault));
  return known && fault.replace(...known);
}
