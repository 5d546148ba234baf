import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { PageTitle } from '../../../components/page-title.tsx';
import { useSession } from '../../../lib/session/session-context.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import type { SignInPurpose } from '../../../lib/session/use-ask-to-sign-in.ts';
import type { Form } from '../hooks/use-form.ts';
import { useReturn } from '../hooks/use-return.ts';
import { AuthLayout } from './auth-layout.tsx';
import { FormError } from './form-error.tsx';

interface AuthFormProps {
  readonly formRef: Form['ref'];
  readonly form: Omit<Form, 'ref'>;
  /** Of the browser's tab. */
  readonly pageTitle: string;
  readonly title: string;
  /** Below the title. */
  readonly lead?: string;
  /** In its place, where signing in is needed for something. */
  readonly leads: Readonly<Record<SignInPurpose, string>>;
  readonly emailHint?: string;
  /** The fields after the e-mail. */
  readonly children: ReactNode;
  readonly submitLabel: string;
  readonly sendingLabel: string;
  readonly other: { readonly question: string; readonly label: string; readonly to: string };
}

/**
 * A form that signs somebody in. Once somebody is signed in, by it or in another tab, the visitor goes back to
 * where they were.
 */
export function AuthForm({
  formRef,
  form,
  pageTitle,
  title,
  lead,
  leads,
  emailHint,
  children,
  submitLabel,
  sendingLabel,
  other,
}: AuthFormProps) {
  const t = useTexts();
  const session = useSession();
  const { state, goBack } = useReturn();
  useEffect(() => {
    if (session.status === 'signed-in') goBack();
  }, [session.status, goBack]);
  return (
    <AuthLayout title={title} lead={state.purpose ? leads[state.purpose] : lead}>
      <PageTitle>{pageTitle}</PageTitle>
      <form ref={formRef} noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <TextField
          label={t.account.email}
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          required
          error={form.errors.email}
          hint={emailHint}
        />
        {children}
        <FormError className="rounded-card bg-bad-soft px-3 py-2">{form.errors.form}</FormError>
        <Button type="submit" variant="primary" disabled={form.isSending} className="mt-1 h-11 text-16">
          {form.isSending ? sendingLabel : submitLabel}
        </Button>
      </form>
      <p className="text-center text-muted">
        {other.question}{' '}
        <Link to={other.to} replace state={state} className="font-semibold text-accent hover:underline">
          {other.label}
        </Link>
      </p>
    </AuthLayout>
  );
}
