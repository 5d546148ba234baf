import { Monitor, Moon, Sun, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { useTheme, type Theme } from '../theme.ts';

const choices: readonly { value: Theme; label: string; icon: LucideIcon }[] = [
  { value: 'system', label: 'System', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
];

export function ThemeSwitch() {
  const theme = useTheme();
  const value = useStore(theme);
  const name = useId();
  return (
    <fieldset className="flex items-center gap-3">
      <legend className="float-left text-muted">Theme</legend>
      <div className="ml-auto flex gap-0.5 rounded-full bg-surface p-0.5">
        {choices.map(({ value: choice, label, icon: Icon }) => (
          <label
            key={choice}
            title={label}
            className="grid size-8 place-items-center rounded-full text-muted hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:ring-1 has-checked:ring-line has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              aria-label={label}
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
