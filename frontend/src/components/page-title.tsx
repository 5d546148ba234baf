/** React hoists it into the document's head. */
export function PageTitle({ children }: { readonly children?: string }) {
  return <title>{children ? `${children} · Media Feed` : 'Media Feed'}</title>;
}
