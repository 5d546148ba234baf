import { Autocomplete } from '@base-ui/react/autocomplete';
import type { ReactNode, RefObject } from 'react';
import { usePortalContainer } from './portal-container.ts';

interface SuggestingFieldProps<Item> {
  readonly label: string;
  readonly placeholder: string;
  /** Of the field, in UTF-16 units. */
  readonly maxLength: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly suggestions: readonly Item[];
  /** What a suggestion is by itself, to know it by. */
  readonly textOf: (item: Item) => string;
  readonly render: (item: Item) => ReactNode;
  readonly onChoose: (item: Item) => void;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly className: string;
}

/** A search field that offers how to go on: arrow keys, Enter, Escape; typing on is always possible. */
export function SuggestingField<Item>({
  label,
  suggestions,
  textOf,
  render,
  onChange,
  onChoose,
  value: typed,
  inputRef,
  ...input
}: SuggestingFieldProps<Item>) {
  const container = usePortalContainer();
  return (
    <Autocomplete.Root
      items={suggestions}
      mode="none"
      value={typed}
      itemToStringValue={textOf}
      onValueChange={(value, { reason }) => {
        const chosen = suggestions.find((item) => textOf(item) === value);
        if (reason === 'item-press' && chosen !== undefined) onChoose(chosen);
        else onChange(value);
      }}
    >
      <Autocomplete.Input
        ref={inputRef}
        type="search"
        autoComplete="off"
        autoCapitalize="none"
        dir="auto"
        aria-label={label}
        {...input}
      />
      {suggestions.length > 0 && (
        <Autocomplete.Portal container={container}>
          <Autocomplete.Positioner align="start" sideOffset={6} className="z-50">
            <Autocomplete.Popup className="w-[max(var(--anchor-width),16rem)] max-w-[calc(100vw-16px)] rounded-float border border-line bg-raised p-2 shadow-float">
              <Autocomplete.List aria-label={label}>
                {(item: Item) => (
                  <Autocomplete.Item
                    key={textOf(item)}
                    value={item}
                    className="flex items-baseline justify-between gap-3 rounded-card px-3 py-2 data-highlighted:bg-hover"
                  >
                    {render(item)}
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      )}
    </Autocomplete.Root>
  );
}
