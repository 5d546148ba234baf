/** Saves what the page has made as a download of that name. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // A browser that has only begun to read it must find it.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
