import { Link } from 'react-router';
import { limits, signUpBodySchema } from '@media-feed/contract';
import { Button } from '../../components/button.tsx';
import { PasswordField, TextField } from '../../components/field.tsx';
import { signUp } from '../../lib/session/session.ts';
import { AuthLayout } from '../../features/account/components/auth-layout.tsx';
import { errorsOfIssues, type FormErrors } from '../../features/account/form-errors.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { textOf, useAuthForm } from '../../features/account/hooks/use-auth-form.ts';

async function submit(fields: FormData): Promise<FormErrors | undefined> {
  const body = signUpBodySchema.safeParse({
    email: textOf(fields, 'email'),
    password: textOf(fields, 'password'),
    confirmPassword: textOf(fields, 'confirmPassword'),
  });
  if (!body.success) return errorsOfIssues(body.error.issues);
  await signUp(body.data);
  return undefined;
}

export default function SignUpPage() {
  const { form, errors, isSending, state, onSubmit } = useAuthForm(submit);
  return (
    <AuthLayout
      title="Create an account"
      lead={state.purpose ? `You need one ${state.purpose}.` : 'To upload, and to like what others made.'}
    >
      <PageTitle>Create an account</PageTitle>
      <form ref={form} noValidate onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          required
          error={errors.email}
          hint="Never shown to anybody."
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="new-password"
          required
          error={errors.password}
          hint={`At least ${String(limits.minPasswordCodePoints)} characters.`}
        />
        <PasswordField
          label="Confirm password"
          name="confirmPassword"
          autoComplete="new-password"
          required
          error={errors.confirmPassword}
        />
        {errors.form && (
          <p role="alert" className="rounded-card bg-bad-soft px-3 py-2 text-bad">
            {errors.form}
          </p>
        )}
        <Button type="submit" variant="primary" disabled={isSending} className="mt-1 h-11 text-16">
          {isSending ? 'Creating your account…' : 'Create account'}
        </Button>
      </form>
      <p className="text-center text-muted">
        Have an account?{' '}
        <Link to="/sign-in" replace state={state} className="font-semibold text-accent hover:underline">
          Sign in
        </Link>
      </p>
    </AuthLayout>
  );
}
