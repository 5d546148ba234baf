import { PageTitle } from '../../components/page-title.tsx';
import { NameForm } from '../../features/account/components/name-form.tsx';
import { PasswordForm } from '../../features/account/components/password-form.tsx';
import { SessionsList } from '../../features/account/components/sessions-list.tsx';
import { Section } from '../../features/account/components/settings-section.tsx';
import { ThemeSwitch } from '../../features/account/components/theme-switch.tsx';
import { useUser } from '../../lib/session/session-context.ts';

export default function SettingsPage() {
  const user = useUser();
  if (!user) return null;
  return (
    <main className="mx-auto flex max-w-140 flex-col gap-6 px-6 py-8 phone:px-4">
      <PageTitle>Settings</PageTitle>
      <h1 className="text-28 font-bold tracking-tight">Settings</h1>
      <Section title="Name">
        <NameForm key={user.name} name={user.name} />
      </Section>
      <Section title="Look">
        <ThemeSwitch />
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
