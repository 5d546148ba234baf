import type { UseMutationResult } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject, type SyntheticEvent } from 'react';
import { parseApiError, type ApiError } from '@media-feed/contract';
import type { Texts } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import type { FormErrors } from '../form-errors.ts';

export interface FormOptions<Body, Answer> {
  /** What the fields hold, or what is wrong with them before anything is sent. */
  readonly read: (fields: FormData, t: Texts) => { readonly body: Body } | { readonly errors: FormErrors };
  readonly mutation: Pick<UseMutationResult<Answer, Error, Body>, 'mutateAsync' | 'isPending'>;
  readonly errorsOf: (error: ApiError, t: Texts) => FormErrors;
  readonly onSuccess?: (form: HTMLFormElement) => void;
}

export interface Form {
  readonly ref: RefObject<HTMLFormElement | null>;
  readonly errors: FormErrors;
  readonly isSending: boolean;
  readonly onSubmit: (event: SyntheticEvent<HTMLFormElement>) => void;
}

/** A form that is checked, sent by a mutation, and shows its errors at the fields; the first one gets the focus. */
export function useForm<Body, Answer>(options: FormOptions<Body, Answer>): Form {
  const t = useTexts();
  const { read, mutation, errorsOf, onSuccess } = options;
  const [errors, setErrors] = useState<FormErrors>({});
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  return {
    ref,
    errors,
    isSending: mutation.isPending,
    onSubmit(event) {
      event.preventDefault();
      const form = event.currentTarget;
      if (mutation.isPending) return;
      const fields = read(new FormData(form), t);
      if ('errors' in fields) {
        setErrors(fields.errors);
        return;
      }
      mutation.mutateAsync(fields.body).then(
        () => {
          setErrors({});
          onSuccess?.(form);
        },
        (thrown: unknown) => {
          setErrors(errorsOf(parseApiError(thrown), t));
        },
      );
    },
  };
}
