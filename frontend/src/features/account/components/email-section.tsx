import { changeEmailBodySchema, type ApiError } from '@media-feed/contract';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { PasswordField, TextField } from '../../../components/field.tsx';
import type { Texts } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useChangeEmail } from '../api/change-email.ts';
import { useOwnProfile } from '../api/get-own-profile.ts';
import { useResendEmailVerification } from '../api/resend-email-verification.ts';
import { fieldErrorsOf, readFields, textOf, type FormErrors } from '../form-errors.ts';
import { useForm } from '../hooks/use-form.ts';
import { FormError } from './form-error.tsx';

interface EmailProps {
  readonly email: string;
}

/** The address, whether it is confirmed, and a way to another one. */
export function EmailSection({ email }: EmailProps) {
  const t = useTexts().account;
  const [isChanging, setIsChanging] = useState(false);
  const { data } = useOwnProfile();
  return (
    <>
      <dl className="flex justify-between gap-4">
        <dt className="whitespace-nowrap text-muted">{t.email}</dt>
        <dd className="text-right font-semibold break-all">
          <ChosenText>{email}</ChosenText>
        </dd>
      </dl>
      <p className="text-12 text-muted">{t.emailHint}</p>
      {data?.emailVerified === false && <Unconfirmed />}
      {isChanging ? (
        <ChangeEmail
          onEnd={() => {
            setIsChanging(false);
          }}
        />
      ) : (
        <Button
          className="self-start"
          onClick={() => {
            setIsChanging(true);
          }}
        >
          {t.newEmail.start}
        </Button>
      )}
    </>
  );
}

function Unconfirmed() {
  const t = useTexts().account.newEmail;
  const toasts = useToasts();
  const resend = useResendEmailVerification();
  return (
    <p className="flex items-center justify-between gap-4 text-muted">
      {t.unconfirmed}
      <Button
        disabled={resend.isPending}
        onClick={() => {
          resend.mutate(undefined, {
            onSuccess: () => toasts.show(t.resent),
            onError: () => toasts.show(t.failed, { tone: 'bad' }),
          });
        }}
      >
        {t.resend}
      </Button>
    </p>
  );
}

const read = (fields: FormData, t: Texts) =>
  readFields(t, changeEmailBodySchema, fields, ['email', 'password']);

function errorsOf(error: ApiError, t: Texts): FormErrors {
  if (error.code === 'too-many-requests') return { form: t.account.newPassword.tooManyTries };
  return error.errors.length > 0 ? fieldErrorsOf(error, t) : { form: t.account.newEmail.failed };
}

function ChangeEmail({ onEnd }: { readonly onEnd: () => void }) {
  const t = useTexts().account;
  const toasts = useToasts();
  const { ref, errors, isSending, onSubmit } = useForm({
    read,
    errorsOf,
    mutation: useChangeEmail(),
    onSuccess: (form) => {
      toasts.show(t.newEmail.sent({ email: textOf(new FormData(form), 'email').trim() }));
      onEnd();
    },
  });
  return (
    <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <TextField
        label={t.newEmail.label}
        name="email"
        type="email"
        autoComplete="email"
        required
        error={errors.email}
      />
      <PasswordField
        label={t.leaving.password}
        name="password"
        autoComplete="current-password"
        required
        error={errors.password}
      />
      <FormError className="text-12">{errors.form}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={isSending}>
          {isSending ? t.newEmail.sending : t.newEmail.submit}
        </Button>
        <Button onClick={onEnd}>{t.newEmail.cancel}</Button>
      </div>
    </form>
  );
}
