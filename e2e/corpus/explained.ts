/** What is otherwise than Chromium shows it, on purpose; by the beginning of the file's SHA-256. */
const explained: Readonly<Record<string, string>> = {
  a754543b: 'an AVIF sequence is published as the still picture that stands for it',
  '50718586':
    'its edit list begins between key frames that lie too far apart: the cut can’t be kept (docs/adr/0016-what-plays-is-what-is-published.md)',
};

/** @param path begins its file name with eight digits of the file's SHA-256 */
export const explanationFor = (path: string): string | undefined =>
  explained[path.replace(/^.*\//, '').slice(0, 8)];
