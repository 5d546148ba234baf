/**
 * The header by which a file is saved under its own name (RFC 6266): `filename` for clients that know no other letters
 * than ASCII, `filename*` (RFC 8187) for all others.
 */
export function attachmentNamed(fileName: string): string {
  const plain = fileName.replaceAll(/[^ !#$&-[\]-~]/gu, '_');
  const exact = encodeURIComponent(fileName.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
