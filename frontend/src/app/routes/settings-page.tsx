import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { changeProfileBodySchema, parseApiError } from '@media-feed/contract';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { ThemeSwitch } from '../../features/account/components/theme-switch.tsx';
import { useUser } from '../../lib/session/use-session.ts';
import { useStore } from '../../lib/hooks/use-store.ts';
import { session } from '../../lib/session/session.ts';
import { changeOwnProfile } from '../../lib/api-client/users-api.ts';
import { setTheme, theme } from '../../features/account/theme.ts';
import { showToast } from '../../lib/toasts/toasts.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { PasswordForm } from '../../features/account/components/password-form.tsx';
import { Section } from '../../features/account/components/settings-section.tsx';
import { SessionsList } from '../../features/account/components/sessions-list.tsx';

export default function SettingsPage() {
  const user = useUser();
  const chosenTheme = useStore(theme);
  if (!user) return null;
  return (
    <main className="mx-auto flex max-w-140 flex-col gap-6 px-6 py-8 phone:px-4">
      <PageTitle>Settings</PageTitle>
      <h1 className="text-28 font-bold tracking-tight">Settings</h1>
      <Section title="Name">
        <NameForm key={user.name} name={user.name} />
      </Section>
      <Section title="Look">
        <ThemeSwitch value={chosenTheme} onChange={setTheme} />
      </Section>
      <Section title="Account">
        <dl className="flex justify-between gap-4">
          <dt className="whitespace-nowrap text-muted">E-mail</dt>
          <dd className="text-right font-semibold break-all">{user.email}</dd>
        </dl>
        <p className="text-12 text-muted">Only you see it.</p>
      </Section>
      <Section title="Password">
        <PasswordForm email={user.email} />
      </Section>
      <Section title="Signed-in devices">
        <SessionsList />
      </Section>
    </main>
  );
}

function NameForm({ name }: { readonly name: string }) {
  const [error, setError] = useState<string>();
  const change = useMutation({
    mutationFn: changeOwnProfile,
    onSuccess: (profile) => {
      session.rename(profile.name);
      showToast('Saved.');
    },
    onError: (thrown) => {
      const failure = parseApiError(thrown);
      setError(failure.messageFor('name') ?? 'Your name was not saved. Try again.');
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const body = changeProfileBodySchema.safeParse({
          name: new FormData(event.currentTarget).get('name'),
        });
        setError(body.success ? undefined : body.error.issues[0]?.message);
        if (body.success) change.mutate(body.data);
      }}
      className="flex flex-col gap-4"
    >
      <TextField
        label="Display name"
        name="name"
        defaultValue={name}
        autoComplete="nickname"
        required
        error={error}
        hint="Shown beside everything you publish."
      />
      <Button type="submit" variant="primary" disabled={change.isPending} className="self-start">
        {change.isPending ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}
