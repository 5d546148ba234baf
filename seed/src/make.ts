/** Makes the file that a work describes. */
import { compositions, films, loops, sceneOf } from './catalogue.ts';
import { encodeAnimation, encodeStill } from './drawing/encode.ts';
import type { Size } from './drawing/canvas.ts';
import { writeFilm } from './film/write-film.ts';
import { randomOf } from './random.ts';
import { writeFlac } from './sound/flac.ts';
import { toPcm } from './sound/sound.ts';
import { writeWav } from './sound/wav.ts';
import type { MadeFile, Work } from './work.ts';

/** Pixels of the longer side that are drawn one by one; larger pictures are enlarged from there. */
const drawnSide = 1500;

export async function makeFile(work: Work): Promise<MadeFile> {
  const random = randomOf(work.seed);
  const { type } = work;
  switch (work.kind) {
    case 'picture': {
      const scene = sceneOf(work.scene);
      const drawing = scene.draw(scene.isFlat ? work.size : drawnSize(work.size), random);
      return named(drawing.alt, type, await encodeStill(drawing, work.size, work.type, random));
    }
    case 'animation': {
      const film = loops[work.loop].make(random);
      return named(film.alt, type, await encodeAnimation(film, 2, work.type, random));
    }
    case 'film': {
      const film = films[work.film].make(random);
      return named(film.alt, type, await writeFilm(film, work.type));
    }
    case 'sound': {
      const { title, sound } = compositions[work.composition].compose(random);
      const write = work.type === 'audio/flac' ? writeFlac : writeWav;
      return named(title, type, await write(toPcm(sound), sound.sampleRate, sound.channels.length));
    }
  }
}

function drawnSize({ width, height }: Size): Size {
  const scale = Math.min(1, drawnSide / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

const extensions: Record<Work['type'], string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'audio/wav': 'wav',
  'audio/flac': 'flac',
};

function named(alt: string, contentType: Work['type'], bytes: Uint8Array<ArrayBuffer>): MadeFile {
  const words = alt.toLowerCase().replace(/[^a-z]+/g, '-');
  return { fileName: `${words}.${extensions[contentType]}`, contentType, bytes, alt };
}
