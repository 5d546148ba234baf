import { useTexts } from '../lib/text/use-texts.ts';

/** React hoists it into the document's head. */
export function PageTitle({ children }: { readonly children?: string }) {
  const { name, pageTitle } = useTexts().app;
  return <title>{children ? pageTitle({ page: children }) : name}</title>;
}
