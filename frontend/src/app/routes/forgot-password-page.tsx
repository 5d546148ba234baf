import { useState } from 'react';
import { Link } from 'react-router';
import { requestPasswordResetBodySchema } from '@media-feed/contract';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useRequestPasswordReset } from '../../features/account/api/request-password-reset.ts';
import { AuthLayout } from '../../features/account/components/auth-layout.tsx';
import { FormError } from '../../features/account/components/form-error.tsx';
import { readFields, signInErrorsOf, textOf } from '../../features/account/form-errors.ts';
import { useForm } from '../../features/account/hooks/use-form.ts';
import type { Texts } from '../../lib/text/texts.ts';
import { useTexts } from '../../lib/text/use-texts.ts';

const read = (fields: FormData, t: Texts) => readFields(t, requestPasswordResetBodySchema, fields, ['email']);

export default function ForgotPasswordPage() {
  const t = useTexts().account;
  const [sentTo, setSentTo] = useState<string>();
  const { ref, errors, isSending, onSubmit } = useForm({
    read,
    errorsOf: signInErrorsOf,
    mutation: useRequestPasswordReset(),
    onSuccess: (form) => {
      setSentTo(textOf(new FormData(form), 'email').trim());
    },
  });
  const { title, lead, sentTitle, sent } = t.forgotPage;
  return (
    <AuthLayout
      title={sentTo === undefined ? title : sentTitle}
      lead={sentTo === undefined ? lead : undefined}
    >
      <PageTitle>{title}</PageTitle>
      {sentTo === undefined ? (
        <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
          <TextField
            label={t.email}
            name="email"
            type="email"
            autoComplete="username"
            autoFocus
            required
            error={errors.email}
          />
          <FormError className="rounded-card bg-bad-soft px-3 py-2">{errors.form}</FormError>
          <Button type="submit" variant="primary" disabled={isSending} className="mt-1 h-11 text-16">
            {isSending ? t.forgotPage.sending : t.forgotPage.submit}
          </Button>
        </form>
      ) : (
        <div role="status" className="flex flex-col gap-4">
          <p>{sent({ email: sentTo })}</p>
          <p className="text-muted">{t.forgotPage.nothingThere}</p>
          <Button
            className="self-start"
            onClick={() => {
              setSentTo(undefined);
            }}
          >
            {t.forgotPage.again}
          </Button>
        </div>
      )}
      <p className="text-center text-muted">
        <Link to="/sign-in" className="font-semibold text-accent hover:underline">
          {t.forgotPage.back}
        </Link>
      </p>
    </AuthLayout>
  );
}
