import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Client, ReportBody, SubjectKind } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { ownReportsKey } from './list-own-reports.ts';

/** What is reported, by the id of the item or of the person. */
export interface ReportSubject {
  readonly kind: SubjectKind;
  readonly id: string;
}

const report = (api: Client, { kind, id }: ReportSubject, body: ReportBody) =>
  kind === 'MEDIA'
    ? api('reportMedia', { parameters: { mediaId: id }, body })
    : api('reportUser', { parameters: { userId: id }, body });

/** The list of one's own reports is read again. */
export function useReport(subject: ReportSubject) {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ReportBody) => report(api, subject, body),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ownReportsKey }),
  });
}
