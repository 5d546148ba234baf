import { signUpBodySchema } from '@media-feed/contract';
import { useSignUp } from '../../features/account/api/sign-up.ts';
import { AuthForm } from '../../features/account/components/auth-form.tsx';
import { NewPasswordFields } from '../../features/account/components/new-password-fields.tsx';
import { readFields, signInErrorsOf } from '../../features/account/form-errors.ts';
import { useForm } from '../../features/account/hooks/use-form.ts';
import type { Texts } from '../../lib/text/texts.ts';
import { useTexts } from '../../lib/text/use-texts.ts';

const read = (fields: FormData, t: Texts) =>
  readFields(t, signUpBodySchema, fields, ['email', 'password', 'confirmPassword']);

export default function SignUpPage() {
  const t = useTexts().account;
  const { ref, ...form } = useForm({ read, mutation: useSignUp(), errorsOf: signInErrorsOf });
  return (
    <AuthForm
      formRef={ref}
      form={form}
      pageTitle={t.signUpPage.title}
      title={t.signUpPage.title}
      lead={t.signUpPage.lead}
      leads={t.signUpPage.purposes}
      emailHint={t.signUpPage.emailHint}
      submitLabel={t.signUpPage.submit}
      sendingLabel={t.signUpPage.sending}
      other={{ question: t.signUpPage.question, label: t.signIn, to: '/sign-in' }}
    >
      <NewPasswordFields
        name="password"
        label={t.password}
        confirmLabel={t.confirmPassword}
        errors={form.errors}
      />
    </AuthForm>
  );
}
