/** Search engines keep no copy of a page that has this; React hoists it into the document's head. */
export function NoIndex() {
  return <meta name="robots" content="noindex" />;
}
