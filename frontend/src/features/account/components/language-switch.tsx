import { useId } from 'react';
import { useStore } from '../../../lib/hooks/use-store.ts';
import { languageNames, languages, type LanguageChoice } from '../../../lib/text/languages.ts';
import { useChangeProfile } from '../api/change-profile.ts';
import { useTextStore, useTexts } from '../../../lib/text/use-texts.ts';
import { useUser } from '../../../lib/session/session-context.ts';
import { useToasts } from '../../../lib/toasts.ts';

const choices: readonly LanguageChoice[] = ['system', ...languages];

/** Each language under the name that its own speakers know. */
export function LanguageSwitch() {
  const t = useTexts().account.language;
  const store = useTextStore();
  const chosen = useStore(store.choice);
  const toasts = useToasts();
  const name = useId();
  const user = useUser();
  // Mails are in it from then on; should that not be saved, the page is in it all the same.
  const changeProfile = useChangeProfile();
  return (
    <div role="radiogroup" aria-label={t.title} className="flex flex-col gap-1">
      {choices.map((choice) => (
        <label key={choice} className="flex w-fit items-center gap-3 py-1">
          <input
            type="radio"
            name={name}
            checked={choice === chosen}
            onChange={() => {
              store.choose(choice).then(
                () => {
                  if (user) changeProfile.mutate({ language: store.get().language });
                },
                () => toasts.show(t.failed, { tone: 'bad' }),
              );
            }}
            className="size-4 accent-accent"
          />
          {choice === 'system' ? t.system : <span lang={choice}>{languageNames[choice]}</span>}
        </label>
      ))}
    </div>
  );
}
