import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { completeTag, tagAtCaret } from '../lib/media/tag-at-caret.ts';
import type { TagCompletion } from '../lib/media/use-tag-completion.ts';
import { useTexts } from '../lib/text/use-texts.ts';
import { ChosenText } from './chosen-text.tsx';
import { TextAreaField } from './field.tsx';

interface CaptionFieldProps {
  readonly hint: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly completion: TagCompletion;
  readonly onChange: (caption: string) => void;
}

/**
 * Takes a caption, and offers the tags that begin like the one that is being written: arrow keys and Enter, a click, or
 * typing on. Escape puts them away.
 */
export function CaptionField({ hint, error, value, completion, onChange }: CaptionFieldProps) {
  const t = useTexts();
  const listId = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const nextCaret = useRef<number>(undefined);
  const [caret, setCaret] = useState(-1);
  const [active, setActive] = useState(-1);
  const [isDismissed, setIsDismissed] = useState(false);

  const tag = caret < 0 ? undefined : tagAtCaret(value, caret);
  const isOffered = tag !== undefined && !isDismissed;
  const tags = isOffered ? completion.tags.filter((used) => used.tag !== tag.begun) : [];
  const optionId = (index: number) => `${listId}-${String(index)}`;

  useLayoutEffect(() => {
    if (nextCaret.current === undefined) return;
    area.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = undefined;
  });

  function moveCaret(to: number, text: string): void {
    setCaret(to);
    completion.onBegin((to < 0 ? undefined : tagAtCaret(text, to)?.begun) ?? '');
  }

  function choose(chosen: string): void {
    if (!tag) return;
    const completed = completeTag(value, tag, chosen);
    nextCaret.current = completed.caret;
    moveCaret(completed.caret, completed.text);
    setActive(-1);
    onChange(completed.text);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (tags.length === 0 || event.nativeEvent.isComposing) return;
    const option = tags[active];
    const actions: Partial<Record<string, () => void>> = {
      ArrowDown: () => {
        setActive((active + 1) % tags.length);
      },
      ...(option && {
        ArrowUp: () => {
          setActive(active - 1);
        },
        Enter: () => {
          choose(option.tag);
        },
      }),
      Escape: () => {
        setIsDismissed(true);
      },
    };
    const act = actions[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    // What is around it closes by Escape too.
    event.stopPropagation();
  }

  return (
    <div className="flex flex-col gap-1.5">
      <TextAreaField
        ref={area}
        label={t.texts.caption}
        hint={hint}
        error={error}
        value={value}
        rows={3}
        aria-autocomplete="list"
        aria-controls={tags.length > 0 ? listId : undefined}
        aria-activedescendant={tags[active] ? optionId(active) : undefined}
        onChange={({ target }) => {
          moveCaret(target.selectionStart, target.value);
          setActive(-1);
          setIsDismissed(false);
          onChange(target.value);
        }}
        onSelect={({ currentTarget }) => {
          moveCaret(currentTarget.selectionStart, value);
        }}
        onBlur={() => {
          moveCaret(-1, value);
        }}
        onKeyDown={onKeyDown}
      />
      {tags.length > 0 && (
        <ul
          id={listId}
          role="listbox"
          aria-label={t.texts.tagsToGoOn}
          className="flex flex-wrap gap-1.5 text-12"
        >
          {tags.map((used, index) => (
            <li
              key={used.tag}
              id={optionId(index)}
              role="option"
              aria-selected={index === active}
              // The field keeps the focus.
              onMouseDown={(event) => {
                event.preventDefault();
              }}
              onClick={() => {
                choose(used.tag);
              }}
              className="flex min-h-8 max-w-full cursor-pointer items-center gap-2 rounded-full border border-line bg-raised px-3 hover:bg-hover aria-selected:bg-hover aria-selected:font-semibold"
            >
              <span className="min-w-0 truncate">
                #<ChosenText>{used.tag}</ChosenText>
              </span>
              <span className="shrink-0 text-muted tabular-nums">{t.format.count(used.itemsCount)}</span>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className="sr-only">
        {tags.length > 0 && t.texts.tagsFound({ count: tags.length })}
      </p>
    </div>
  );
}
