import { Link, useLocation, useNavigate } from 'react-router';
import { completePasswordResetBodySchema, type ApiError } from '@media-feed/contract';
import { Button } from '../../components/button.tsx';
import { PasswordField } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useCompletePasswordReset } from '../../features/account/api/complete-password-reset.ts';
import { AuthLayout } from '../../features/account/components/auth-layout.tsx';
import { FormError } from '../../features/account/components/form-error.tsx';
import { readFields, signInErrorsOf, type FormErrors } from '../../features/account/form-errors.ts';
import { useForm } from '../../features/account/hooks/use-form.ts';
import type { Texts } from '../../lib/text/texts.ts';
import { useTexts } from '../../lib/text/use-texts.ts';
import { useToasts } from '../../lib/toasts.ts';

const read = (fields: FormData, t: Texts) =>
  readFields(t, completePasswordResetBodySchema, fields, ['token', 'password']);

const errorsOf = (error: ApiError, t: Texts): FormErrors =>
  error.code === 'link-invalid' ? { form: t.account.resetPage.invalid } : signInErrorsOf(error, t);

/** Where the link in a mail leads. Its token stands behind the #, which no server gets to see. */
export default function ResetPasswordPage() {
  const t = useTexts().account;
  const toasts = useToasts();
  const navigate = useNavigate();
  const token = new URLSearchParams(useLocation().hash.slice(1)).get('token') ?? '';
  const { ref, errors, isSending, onSubmit } = useForm({
    read,
    errorsOf,
    mutation: useCompletePasswordReset(),
    onSuccess: () => {
      toasts.show(t.resetPage.changed);
      void navigate('/sign-in', { replace: true });
    },
  });
  const error = token === '' ? t.resetPage.incomplete : errors.form;
  return (
    <AuthLayout title={t.resetPage.title} lead={t.resetPage.lead}>
      <PageTitle>{t.resetPage.title}</PageTitle>
      <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <input type="hidden" name="token" value={token} />
        <PasswordField
          label={t.newPassword.new}
          name="password"
          autoComplete="new-password"
          autoFocus
          required
          error={errors.password}
          hint={t.passwordHint}
        />
        <FormError className="rounded-card bg-bad-soft px-3 py-2">{error}</FormError>
        <Button
          type="submit"
          variant="primary"
          disabled={isSending || token === ''}
          className="mt-1 h-11 text-16"
        >
          {isSending ? t.newPassword.sending : t.newPassword.submit}
        </Button>
      </form>
      <p className="text-center text-muted">
        <Link to="/forgot-password" className="font-semibold text-accent hover:underline">
          {t.resetPage.newLink}
        </Link>
      </p>
    </AuthLayout>
  );
}
