import { signInBodySchema } from '@media-feed/contract';
import { PasswordField } from '../../components/field.tsx';
import { useSignIn } from '../../features/account/api/sign-in.ts';
import { AuthForm } from '../../features/account/components/auth-form.tsx';
import { readFields, signInErrorsOf, textOf } from '../../features/account/form-errors.ts';
import { useForm } from '../../features/account/hooks/use-form.ts';

const read = (fields: FormData) =>
  textOf(fields, 'password') === ''
    ? { errors: { password: 'Enter your password.' } }
    : readFields(signInBodySchema, fields, ['email', 'password']);

export default function SignInPage() {
  const { ref, ...form } = useForm({ read, mutation: useSignIn(), errorsOf: signInErrorsOf });
  return (
    <AuthForm
      formRef={ref}
      form={form}
      pageTitle="Sign in"
      title="Welcome back"
      leadFor={(purpose) => purpose && `Sign in ${purpose}.`}
      submitLabel="Sign in"
      sendingLabel="Signing in…"
      other={{ question: 'New here?', label: 'Create an account', to: '/sign-up' }}
    >
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        error={form.errors.password}
      />
    </AuthForm>
  );
}
