import { changeProfileBodySchema, type ApiError, type OwnProfile } from '@media-feed/contract';
import { Link } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { TextAreaField, TextField } from '../../../components/field.tsx';
import type { Texts } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useChangeProfile } from '../api/change-profile.ts';
import { useOwnProfile } from '../api/get-own-profile.ts';
import { fieldErrorsOf, readBody, textOf, type FormErrors } from '../form-errors.ts';
import { useForm } from '../hooks/use-form.ts';

/** An empty handle is none; an @ before it is how people write it. */
const read = (fields: FormData, t: Texts) =>
  readBody(t, changeProfileBodySchema, {
    handle: textOf(fields, 'handle').trim().replace(/^@/, '') || null,
    about: textOf(fields, 'about'),
  });

function errorsOf(error: ApiError, t: Texts): FormErrors {
  const { taken, failed } = t.account.profile;
  if (error.code === 'handle-taken') return { handle: taken };
  return error.errors.length > 0 ? fieldErrorsOf(error, t) : { about: failed };
}

/** The handle, by which a person has a page of their own, and a few words about themselves. */
export function ProfileForm() {
  const t = useTexts();
  const { data, isError, refetch } = useOwnProfile();
  if (isError) {
    return (
      <p role="alert" className="flex items-center justify-between gap-4 text-muted">
        {t.account.profile.unread}
        <Button onClick={() => void refetch()}>{t.common.tryAgain}</Button>
      </p>
    );
  }
  return data ? <Fields profile={data} /> : <p aria-busy="true" className="min-h-9" />;
}

function Fields({ profile }: { readonly profile: OwnProfile }) {
  const { account, common } = useTexts();
  const t = account.profile;
  const toasts = useToasts();
  const { ref, errors, isSending, onSubmit } = useForm({
    read,
    errorsOf,
    mutation: useChangeProfile(),
    onSuccess: () => toasts.show(common.saved),
  });
  return (
    <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <TextField
        label={t.handle}
        name="handle"
        defaultValue={profile.handle ?? ''}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.handle}
        hint={t.handleHint}
      />
      {profile.handle !== null && (
        <Link to={`/@${profile.handle}`} className="self-start font-semibold text-accent hover:underline">
          <ChosenText>{`@${profile.handle}`}</ChosenText>
        </Link>
      )}
      <TextAreaField
        label={t.about}
        name="about"
        rows={3}
        defaultValue={profile.about ?? ''}
        error={errors.about}
        hint={t.aboutHint}
      />
      <Button type="submit" variant="primary" disabled={isSending} className="self-start">
        {isSending ? common.saving : common.save}
      </Button>
    </form>
  );
}
