/** What an image is built from: every source of a COPY must be there, and be sent to the builder. */
import { matchesGlob } from 'node:path';

/**
 * The sources of the file's COPY instructions that come from the context and are not in it, or are kept out of it.
 * @param files of the repository, by their path in the context
 * @param ignoreFile the text of .dockerignore; empty where the context has none
 */
export function missingSources(dockerfile: string, files: readonly string[], ignoreFile: string): string[] {
  const sent = files.filter((file) => !isIgnored(file, ignoreFile));
  return copiedSources(dockerfile).filter((source) => {
    const path = source.replace(/^\.?\//, '').replace(/\/$/, '');
    return path !== '.' && !sent.some((file) => file === path || file.startsWith(`${path}/`));
  });
}

function copiedSources(dockerfile: string): string[] {
  const lines = dockerfile.replace(/\\\n/g, ' ').split('\n');
  return lines.flatMap((line) => {
    const [, text = ''] = /^\s*COPY\s+(.+)$/i.exec(line) ?? [];
    const words = text.split(/\s+/).filter(Boolean);
    if (words.some((word) => word.startsWith('--from='))) return [];
    return words.filter((word) => !word.startsWith('--')).slice(0, -1);
  });
}

/** The last line that fits decides, on the file or on a folder above it (Docker, «.dockerignore file»). */
function isIgnored(file: string, ignoreFile: string): boolean {
  const folders = file.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));
  const fits = (pattern: string) =>
    pattern === '**' || folders.some((path) => matchesGlob(path, pattern.replace(/\/$/, '')));
  const lines = ignoreFile.split('\n').map((line) => line.trim());
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const last = patterns.findLast((pattern) => fits(pattern.replace(/^!/, '')));
  return last !== undefined && !last.startsWith('!');
}
