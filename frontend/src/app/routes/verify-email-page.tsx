import { Link, useLocation } from 'react-router';
import { confirmEmailBodySchema, type ApiError } from '@media-feed/contract';
import { Button } from '../../components/button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useConfirmEmail } from '../../features/account/api/confirm-email.ts';
import { AuthLayout } from '../../features/account/components/auth-layout.tsx';
import { FormError } from '../../features/account/components/form-error.tsx';
import { readFields, signInErrorsOf, type FormErrors } from '../../features/account/form-errors.ts';
import { useForm } from '../../features/account/hooks/use-form.ts';
import type { Texts } from '../../lib/text/texts.ts';
import { useTexts } from '../../lib/text/use-texts.ts';

const read = (fields: FormData, t: Texts) => readFields(t, confirmEmailBodySchema, fields, ['token']);

function errorsOf(error: ApiError, t: Texts): FormErrors {
  const { invalid, taken } = t.account.verifyPage;
  if (error.code === 'link-invalid') return { form: invalid };
  return error.code === 'email-taken' ? { form: taken } : signInErrorsOf(error, t);
}

/**
 * Where the links lead that are about an address. A press of the button does it and not the opening, which programs do
 * too that look through mails.
 */
export default function VerifyEmailPage() {
  const t = useTexts().account.verifyPage;
  const { hash, search } = useLocation();
  const isUndo = new URLSearchParams(search).has('undo');
  const words = isUndo ? t.undo : t;
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const mutation = useConfirmEmail();
  const { ref, errors, isSending, onSubmit } = useForm({ read, errorsOf, mutation });
  const error = token === '' ? t.incomplete : errors.form;
  return (
    <AuthLayout title={words.title} lead={mutation.isSuccess ? undefined : words.lead}>
      <PageTitle>{words.title}</PageTitle>
      {mutation.isSuccess ? (
        <p role="status">{words.done}</p>
      ) : (
        <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
          <input type="hidden" name="token" value={token} />
          <FormError className="rounded-card bg-bad-soft px-3 py-2">{error}</FormError>
          <Button
            type="submit"
            variant="primary"
            disabled={isSending || token === ''}
            className="mt-1 h-11 text-16"
          >
            {isSending ? t.sending : words.submit}
          </Button>
        </form>
      )}
      <p className="text-center text-muted">
        <Link
          to={mutation.isSuccess ? '/' : '/settings'}
          className="font-semibold text-accent hover:underline"
        >
          {mutation.isSuccess ? t.toStart : t.toSettings}
        </Link>
      </p>
    </AuthLayout>
  );
}
