import { Link } from 'react-router';
import { buttonClass } from '../../components/button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { EmailSection } from '../../features/account/components/email-section.tsx';
import { LeavingSection } from '../../features/account/components/leaving-section.tsx';
import { NameForm } from '../../features/account/components/name-form.tsx';
import { PasswordForm } from '../../features/account/components/password-form.tsx';
import { SessionsList } from '../../features/account/components/sessions-list.tsx';
import { ProfileForm } from '../../features/account/components/profile-form.tsx';
import { Section } from '../../features/account/components/settings-section.tsx';
import { ThemeSwitch } from '../../features/account/components/theme-switch.tsx';
import { LanguageSwitch } from '../../features/account/components/language-switch.tsx';
import { ExportSection } from '../../features/export/components/export-section.tsx';
import { useUser } from '../../lib/session/session-context.ts';
import { useTexts } from '../../lib/text/use-texts.ts';

export default function SettingsPage() {
  const { account: t, reports } = useTexts();
  const user = useUser();
  if (!user) return null;
  return (
    <main className="mx-auto flex max-w-140 flex-col gap-6 px-6 py-8 phone:px-4">
      <PageTitle>{t.settings}</PageTitle>
      <h1 className="text-28 font-bold tracking-tight">{t.settings}</h1>
      <Section title={t.name.title}>
        <NameForm key={user.name} name={user.name} />
      </Section>
      <Section title={t.profile.title}>
        <ProfileForm />
      </Section>
      <Section title={t.look.title}>
        <ThemeSwitch />
      </Section>
      <Section title={t.language.title}>
        <LanguageSwitch />
      </Section>
      <Section title={t.account}>
        <EmailSection key={user.email} email={user.email} />
      </Section>
      <Section title={t.password}>
        <PasswordForm email={user.email} />
      </Section>
      <Section title={t.devices.title}>
        <SessionsList />
      </Section>
      <Section title={reports.mine}>
        <p className="flex items-center justify-between gap-4 text-muted">
          {reports.mineHint}
          <Link to="/me/reports" className={buttonClass()}>
            {reports.toMine}
          </Link>
        </p>
      </Section>
      <Section title={t.export.title}>
        <ExportSection />
      </Section>
      <Section title={t.leaving.title}>
        <LeavingSection email={user.email} />
      </Section>
    </main>
  );
}
