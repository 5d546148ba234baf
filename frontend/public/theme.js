// Runs before the first paint, so that a chosen theme never flashes; a file, because inline scripts are refused.
try {
  const theme = localStorage.getItem('media-feed:theme');
  if (theme === 'light' || theme === 'dark') globalThis.document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's theme stands.
}
