import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { useSession } from '../../../lib/session/use-session.ts';
import { parseApiError } from '@media-feed/contract';
import { errorsOf, type FormErrors } from '../form-errors.ts';
import { useReturn } from './use-return.ts';

/**
 * A form that signs somebody in. `submit` sends it, or tells at once what is wrong; once somebody is signed
 * in, by it or in another tab, the visitor goes back to where they were.
 */
export function useAuthForm(submit: (fields: FormData) => Promise<FormErrors | undefined>) {
  const [errors, setErrors] = useState<FormErrors>({});
  const [isSending, setIsSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const session = useSession();
  const { state, goBack } = useReturn();

  useEffect(() => {
    if (session.status === 'signed-in') goBack();
  }, [session.status, goBack]);

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  const onSubmit = async (event: SyntheticEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isSending) return;
    const fields = new FormData(event.currentTarget);
    setIsSending(true);
    try {
      setErrors((await submit(fields)) ?? {});
    } catch (error) {
      setErrors(errorsOf(parseApiError(error)));
    } finally {
      setIsSending(false);
    }
  };
  return { form, errors, isSending, state, onSubmit };
}

export const textOf = (fields: FormData, name: string): string => {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
};
