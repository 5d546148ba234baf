import { Link, useLocation } from 'react-router';
import { signUpBodySchema, type ApiError } from '@media-feed/contract';
import { PageTitle } from '../../components/page-title.tsx';
import { useSignInOptions } from '../../features/account/api/get-sign-in-options.ts';
import { useSignUp } from '../../features/account/api/sign-up.ts';
import { AuthForm } from '../../features/account/components/auth-form.tsx';
import { AuthLayout } from '../../features/account/components/auth-layout.tsx';
import { NewPasswordFields } from '../../features/account/components/new-password-fields.tsx';
import { readFields, signInErrorsOf, type FormErrors } from '../../features/account/form-errors.ts';
import { useForm } from '../../features/account/hooks/use-form.ts';
import type { Texts } from '../../lib/text/texts.ts';
import { useTexts } from '../../lib/text/use-texts.ts';

const fieldNames = ['email', 'password', 'confirmPassword'];
const read = (fields: FormData, t: Texts) => readFields(t, signUpBodySchema, fields, fieldNames);
const readInvited = (fields: FormData, t: Texts) =>
  readFields(t, signUpBodySchema, fields, [...fieldNames, 'invitation']);

const errorsOf = (error: ApiError, t: Texts): FormErrors =>
  error.code === 'link-invalid' ? { form: t.account.signUpPage.invitationOver } : signInErrorsOf(error, t);

/** An invitation stands behind the #, which no server gets to see. */
export default function SignUpPage() {
  const t = useTexts().account;
  const invitation = new URLSearchParams(useLocation().hash.slice(1)).get('invitation') ?? '';
  const { data, isPending } = useSignInOptions();
  if (isPending) return <Refusal title={t.signUpPage.title} />;
  if (data?.signUp === 'closed') {
    return <Refusal title={t.signUpPage.closedTitle} body={t.errors.codes['sign-up-closed']} />;
  }
  if (data?.signUp === 'invitation' && invitation === '') {
    return <Refusal title={t.signUpPage.invitationTitle} body={t.errors.codes['invitation-needed']} />;
  }
  return <SignUpForm invitation={invitation} />;
}

/** Why there is no form, or that nobody knows yet. */
function Refusal({ title, body }: { readonly title: string; readonly body?: string }) {
  const t = useTexts();
  return (
    <AuthLayout title={title}>
      <PageTitle>{title}</PageTitle>
      <p role="status" aria-busy={body === undefined}>
        {body}
      </p>
      {body !== undefined && (
        <p className="flex justify-between gap-4">
          <Link to="/" className="font-semibold text-accent hover:underline">
            {t.common.toFeed}
          </Link>
          <Link to="/sign-in" replace className="font-semibold text-accent hover:underline">
            {t.account.signIn}
          </Link>
        </p>
      )}
    </AuthLayout>
  );
}

function SignUpForm({ invitation }: { readonly invitation: string }) {
  const t = useTexts().account;
  const { ref, ...form } = useForm({
    read: invitation === '' ? read : readInvited,
    mutation: useSignUp(),
    errorsOf,
  });
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
      <input type="hidden" name="invitation" value={invitation} />
      <NewPasswordFields
        name="password"
        label={t.password}
        confirmLabel={t.confirmPassword}
        errors={form.errors}
      />
    </AuthForm>
  );
}
