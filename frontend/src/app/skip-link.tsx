import { useTexts } from '../lib/text/use-texts.ts';

/** The first stop of the Tab key: past the bar, to what the page is for. */
export function SkipLink() {
  const t = useTexts();
  return (
    <a
      href="#content"
      onClick={(event) => {
        event.preventDefault();
        const main = document.querySelector('main');
        main?.setAttribute('tabindex', '-1');
        main?.focus();
      }}
      className="sr-only z-50 rounded-full bg-accent px-4 py-2 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
    >
      {t.app.skipToContent}
    </a>
  );
}
