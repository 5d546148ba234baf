/** Four genuine files to one bad. */
import { disguisedProgram, genuine } from '@media-feed/testing/fixtures';
import type { FileToUpload } from '@media-feed/testing/users';

const genuineNames = [
  'picture.webp',
  'song.mp3',
  'clip.mp4',
  'photo.jpg',
  'song.ogg',
  'animation.gif',
  'song.wav',
  'clip.webm',
];

/** The file of place `index`. */
export async function fileFor(index: number): Promise<{ file: FileToUpload; isGenuine: boolean }> {
  if (index % 5 === 4) return { file: await badFile(index), isGenuine: false };
  return {
    file: await genuine(genuineNames[index % genuineNames.length] ?? 'picture.webp'),
    isGenuine: true,
  };
}

async function badFile(index: number): Promise<FileToUpload> {
  if (index % 2 === 0) return disguisedProgram();
  const { bytes, ...claimed } = await genuine('photo.jpg');
  return { ...claimed, bytes: bytes.slice(0, bytes.length / 3) };
}
