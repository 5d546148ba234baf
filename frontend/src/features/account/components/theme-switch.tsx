import { Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useTheme, type Theme } from '../theme.ts';

export const themeChoices: readonly { value: Theme; icon: LucideIcon }[] = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
];

export function ThemeSwitch() {
  const t = useTexts().account.look;
  const theme = useTheme();
  const value = useStore(theme);
  const name = useId();
  return (
    <fieldset className="flex items-center gap-3">
      <legend className="float-left text-muted">{t.theme}</legend>
      <div className="ml-auto flex gap-0.5 rounded-full bg-surface p-0.5">
        {themeChoices.map(({ value: choice, icon: Icon }) => (
          <label
            key={choice}
            title={t[choice]}
            className="grid size-8 place-items-center rounded-full text-muted hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:ring-1 has-checked:ring-line has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              aria-label={t[choice]}
              checked={choice === value}
              onChange={() => {
                theme.set(choice);
              }}
              className="sr-only"
            />
            <Icon aria-hidden="true" className="size-4" />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
