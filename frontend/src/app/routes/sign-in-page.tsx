import { Link } from 'react-router';
import { signInBodySchema } from '@media-feed/contract';
import { Button } from '../../components/button.tsx';
import { PasswordField, TextField } from '../../components/field.tsx';
import { signIn } from '../../lib/session/session.ts';
import { AuthLayout } from '../../features/account/components/auth-layout.tsx';
import { errorsOfIssues, type FormErrors } from '../../features/account/form-errors.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { textOf, useAuthForm } from '../../features/account/hooks/use-auth-form.ts';

async function submit(fields: FormData): Promise<FormErrors | undefined> {
  const password = textOf(fields, 'password');
  if (password === '') return { password: 'Enter your password.' };
  const body = signInBodySchema.safeParse({ email: textOf(fields, 'email'), password });
  if (!body.success) return errorsOfIssues(body.error.issues);
  await signIn(body.data);
  return undefined;
}

export default function SignInPage() {
  const { form, errors, isSending, state, onSubmit } = useAuthForm(submit);
  return (
    <AuthLayout title="Welcome back" lead={state.purpose && `Sign in ${state.purpose}.`}>
      <PageTitle>Sign in</PageTitle>
      <form ref={form} noValidate onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          required
          error={errors.email}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          error={errors.password}
        />
        {errors.form && (
          <p role="alert" className="rounded-card bg-bad-soft px-3 py-2 text-bad">
            {errors.form}
          </p>
        )}
        <Button type="submit" variant="primary" disabled={isSending} className="mt-1 h-11 text-16">
          {isSending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      <p className="text-center text-muted">
        New here?{' '}
        <Link to="/sign-up" replace state={state} className="font-semibold text-accent hover:underline">
          Create an account
        </Link>
      </p>
    </AuthLayout>
  );
}
