/** What renditions may be called, and how each is served. */
const types: ReadonlyMap<string, string> = new Map([
  ['video.mp4', 'video/mp4'],
  ['video.webm', 'video/webm'],
  ['audio.m4a', 'audio/mp4'],
  ['audio.webm', 'audio/webm'],
  ['audio.mp3', 'audio/mpeg'],
  ['audio.ogg', 'audio/ogg'],
  ['audio.flac', 'audio/flac'],
  ['audio.wav', 'audio/wav'],
  ['audio.aac', 'audio/aac'],
]);

/** The Content-Type of a rendition; `undefined` for a name that no rendition has. */
export function renditionType(name: string): string | undefined {
  return types.get(name) ?? (/^\d{1,5}\.webp$/.test(name) ? 'image/webp' : undefined);
}
