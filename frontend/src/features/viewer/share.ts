/** Opens the system's share sheet on touch devices, and copies the link elsewhere. */
export async function shareLink(url: string, title: string): Promise<'shared' | 'copied' | 'failed'> {
  const hasSheet = 'share' in navigator && matchMedia('(hover: none)').matches;
  try {
    if (hasSheet) {
      await navigator.share({ url, title });
      return 'shared';
    }
    await navigator.clipboard.writeText(url);
    return 'copied';
  } catch (error) {
    // Closing the sheet is an answer too.
    return error instanceof DOMException && error.name === 'AbortError' ? 'shared' : 'failed';
  }
}
