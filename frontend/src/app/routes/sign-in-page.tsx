import { Link } from 'react-router';
import { signInBodySchema } from '@media-feed/contract';
import { PasswordField } from '../../components/field.tsx';
import { useSignIn } from '../../features/account/api/sign-in.ts';
import { AuthForm } from '../../features/account/components/auth-form.tsx';
import { readFields, signInErrorsOf, textOf } from '../../features/account/form-errors.ts';
import { useForm } from '../../features/account/hooks/use-form.ts';
import type { Texts } from '../../lib/text/texts.ts';
import { useTexts } from '../../lib/text/use-texts.ts';

const read = (fields: FormData, t: Texts) =>
  textOf(fields, 'password') === ''
    ? { errors: { password: t.account.errors.noPassword } }
    : readFields(t, signInBodySchema, fields, ['email', 'password']);

export default function SignInPage() {
  const t = useTexts().account;
  const { ref, ...form } = useForm({ read, mutation: useSignIn(), errorsOf: signInErrorsOf });
  return (
    <AuthForm
      formRef={ref}
      form={form}
      pageTitle={t.signIn}
      title={t.signInPage.title}
      leads={t.signInPage.purposes}
      submitLabel={t.signIn}
      sendingLabel={t.signInPage.sending}
      other={{ question: t.signInPage.question, label: t.signUpPage.title, to: '/sign-up' }}
    >
      <PasswordField
        label={t.password}
        name="password"
        autoComplete="current-password"
        required
        error={form.errors.password}
      />
      <Link to="/forgot-password" className="-mt-2 self-start text-accent hover:underline">
        {t.forgotPage.link}
      </Link>
    </AuthForm>
  );
}
