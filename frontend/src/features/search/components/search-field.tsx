import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { isTag, limits } from '@media-feed/contract';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { SuggestingField } from '../../../components/suggesting-field.tsx';
import { useHotkeys } from '../../../lib/hooks/use-hotkeys.ts';
import { tagPath } from '../../../lib/media/tag-path.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useTags } from '../../../lib/media/api/list-tags.ts';
import { useSettled } from '../../../lib/hooks/use-settled.ts';
import { searchAddress, useSearchAddress } from '../search-address.ts';

const typingMs = 150;

interface SearchFieldProps {
  readonly className?: string;
  /** Takes the focus as it appears. */
  readonly isWanted?: boolean;
}

/** Searches, and offers tags that begin with the one word that is typed. The key / goes there. */
export function SearchField({ className = '', isWanted = false }: SearchFieldProps) {
  const t = useTexts();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const asked = useSearchAddress();
  const [typed, setTyped] = useState(asked);
  const [shownFor, setShownFor] = useState(asked);
  if (shownFor !== asked) {
    setShownFor(asked);
    setTyped(asked);
  }
  const prefix = useSettled(typed, typingMs).replace(/^#/u, '');
  const isBegun = typed !== asked && isTag(prefix);
  const { data } = useTags(prefix, isBegun);
  useHotkeys({
    '/': () => {
      input.current?.focus();
      input.current?.select();
    },
  });
  useEffect(() => {
    if (isWanted) input.current?.focus();
  }, [isWanted]);
  return (
    <form
      role="search"
      className={`relative ${className}`}
      onSubmit={(event) => {
        event.preventDefault();
        const q = typed.trim();
        if (q !== '') void navigate(searchAddress(q));
        else input.current?.focus();
      }}
    >
      <button
        type="submit"
        aria-label={t.search.find}
        className="absolute inset-y-0 left-0 z-10 grid w-9 place-items-center rounded-full text-muted hover:text-ink"
      >
        <Search aria-hidden="true" className="size-4" />
      </button>
      <SuggestingField
        inputRef={input}
        label={t.search.search}
        placeholder={t.search.placeholder}
        maxLength={limits.maxSearchCodePoints}
        value={typed}
        onChange={setTyped}
        suggestions={isBegun ? (data?.tags ?? []) : []}
        textOf={({ tag }) => `#${tag}`}
        render={({ tag, itemsCount }) => (
          <>
            <span className="min-w-0 truncate">
              #<ChosenText>{tag}</ChosenText>
            </span>
            <span className="shrink-0 text-12 text-muted tabular-nums">{t.format.count(itemsCount)}</span>
          </>
        )}
        onChoose={({ tag }) => {
          setTyped('');
          void navigate(tagPath(tag));
        }}
        className="h-9 w-full rounded-full border border-field bg-raised pr-3 pl-9 text-16 placeholder:text-muted not-phone:text-14"
      />
    </form>
  );
}
