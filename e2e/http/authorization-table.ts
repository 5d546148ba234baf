/**
 * Who may do what, one row for each operation of the OpenAPI document, one column for each case; a cell is the
 * status that must come, `-` where the case does not exist.
 */

/**
 * - anonymous: a valid request without a token; refresh and sign-out without the cookie
 * - bad token: the same with each `Authorization` that is no valid access token
 * - READY, hidden: the id of another person's published item, and of their item or open upload that only they see;
 *   with /users the id of another person
 * - nobody's: an id that was never given out
 * - operators' calls are 403 to both, before bodies and ids are looked at
 * - field: a valid body with a field that is not known, or a body where none is
 * - query: a parameter that is not known, or a known one twice
 */
export const access = readTable(`
  operation                              | anonymous | bad token | READY | hidden | nobody's | field | query
  POST   /authentication/sign-up         | 201       | 401       | -     | -      | -        | 400   | 400
  GET    /authentication/providers       | 200       | 401       | -     | -      | -        | -     | 400
  POST   /authentication/sign-in         | 200       | 401       | -     | -      | -        | 400   | 400
  POST   /authentication/refresh         | 401       | 401       | -     | -      | -        | 400   | 400
  POST   /authentication/sign-out        | 204       | 401       | -     | -      | -        | 400   | 400
  POST   /authentication/password-reset  | 202       | 401       | -     | -      | -        | 400   | 400
  POST   /authentication/password-reset/complete | 400 | 401     | -     | -      | -        | 400   | 400
  POST   /authentication/email-verification | 400    | 401       | -     | -      | -        | 400   | 400
  POST   /authentication/email-verification/resend | 401 | 401   | -     | -      | -        | 400   | 400
  POST   /users/me/email                 | 401       | 401       | -     | -      | -        | 400   | 400
  GET    /users/me                       | 401       | 401       | -     | -      | -        | -     | 400
  PATCH  /users/me                       | 401       | 401       | -     | -      | -        | 400   | 400
  DELETE /users/me                       | 401       | 401       | -     | -      | -        | 400   | 400
  POST   /users/me/restore               | 401       | 401       | -     | -      | -        | 400   | 400
  POST   /users/me/password              | 401       | 401       | -     | -      | -        | 400   | 400
  GET    /users/me/usage                 | 401       | 401       | -     | -      | -        | -     | 400
  GET    /users/me/export                | 401       | 401       | -     | -      | -        | -     | 400
  GET    /users/me/sessions              | 401       | 401       | -     | -      | -        | -     | 400
  DELETE /users/me/sessions/{sessionId}  | 401       | 401       | -     | -      | 404      | 400   | 400
  GET    /users/me/reports               | 401       | 401       | -     | -      | -        | -     | 400
  GET    /users/{userId}                 | 200       | 401       | 200   | -      | 404      | -     | 400
  GET    /users/by-handle/{handle}       | 200       | 401       | 200   | -      | -        | -     | 400
  GET    /media                          | 200       | 401       | -     | -      | -        | -     | 400
  GET    /media/mine                     | 401       | 401       | -     | -      | -        | -     | 400
  GET    /media/feed.xml                 | 200       | 401       | -     | -      | -        | -     | 400
  GET    /media/tags                     | 200       | 401       | -     | -      | -        | -     | 400
  GET    /media/events                   | 401       | 401       | -     | -      | -        | -     | 400
  POST   /media/presigned-url            | 401       | 401       | -     | -      | -        | 400   | 400
  POST   /media/multipart                | 401       | 401       | -     | -      | -        | 400   | 400
  POST   /media/multipart/{mediaId}/parts    | 401   | 401       | 404   | 404    | 404      | 400   | 400
  GET    /media/multipart/{mediaId}/parts    | 401   | 401       | 404   | 404    | 404      | -     | 400
  POST   /media/multipart/{mediaId}/complete | 401   | 401       | 404   | 404    | 404      | 400   | 400
  DELETE /media/multipart/{mediaId}      | 401       | 401       | 404   | 404    | 404      | 400   | 400
  POST   /media/batch                    | 401       | 401       | -     | -      | -        | 400   | 400
  GET    /media/{mediaId}                | 200       | 401       | 200   | 404    | 404      | -     | 400
  GET    /media/{mediaId}/open-graph     | 200       | 401       | 200   | 404    | 404      | -     | 400
  PATCH  /media/{mediaId}                | 401       | 401       | 403   | 404    | 404      | 400   | 400
  DELETE /media/{mediaId}                | 401       | 401       | 403   | 404    | 404      | 400   | 400
  GET    /media/{mediaId}/original       | 401       | 401       | 404   | 404    | 404      | -     | 400
  POST   /media/{mediaId}/likes          | 401       | 401       | 200   | 404    | 404      | 400   | 400
  DELETE /media/{mediaId}/likes          | 401       | 401       | 200   | 404    | 404      | 400   | 400
  POST   /media/{mediaId}/reports        | 401       | 401       | 201   | 404    | 404      | 400   | 400
  POST   /media/{mediaId}/appeal         | 401       | 401       | 404   | 404    | 404      | 400   | 400
  POST   /users/{userId}/reports         | 401       | 401       | 201   | -      | 404      | 400   | 400
  GET    /moderation/cases               | 401       | 401       | -     | -      | -        | -     | 403
  POST   /moderation/cases/{caseId}/claim | 401      | 401       | 403   | -      | 403      | 400   | 400
  POST   /moderation/cases/{caseId}/decision | 401   | 401       | 403   | -      | 403      | 403   | 400
  DELETE /moderation/media/{mediaId}/removal | 401   | 401       | 403   | 403    | 403      | 400   | 400
  GET    /health/live                    | 200       | 401       | -     | -      | -        | -     | 400
  GET    /health/ready                   | 200       | 401       | -     | -      | -        | -     | 400
  GET    /metrics                        | 200       | 401       | -     | -      | -        | -     | 400
`);

/**
 * One row for each place that a request can put a text or number in: what comes of each hostile value
 * (`hostile-values.ts`) there, all else being valid. Type is every JSON value of another type than documented,
 * in a query the name with brackets, in a path a number.
 */
export const hostility = readTable(`
  place                                             | type | sql | nul | traversal | huge | surrogate
  POST /authentication/sign-up email                | 400  | 400 | 400 | 400       | 400  | 400
  POST /authentication/sign-up password             | 400  | 201 | 400 | 201       | 400  | 400
  POST /authentication/sign-up confirmPassword      | 400  | 400 | 400 | 400       | 400  | 400
  POST /authentication/sign-up invitation           | 400  | 201 | 201 | 201       | 400  | 201
  POST /authentication/sign-in email                | 400  | 400 | 400 | 400       | 400  | 400
  POST /authentication/sign-in password             | 400  | 401 | 401 | 401       | 400  | 401
  POST /authentication/password-reset email         | 400  | 400 | 400 | 400       | 400  | 400
  POST /authentication/password-reset/complete token | 400 | 400 | 400 | 400       | 400  | 400
  POST /authentication/password-reset/complete password | 400 | 400 | 400 | 400    | 400  | 400
  PATCH /users/me name                              | 400  | 200 | 400 | 200       | 400  | 400
  PATCH /users/me handle                            | 400  | 400 | 400 | 400       | 400  | 400
  PATCH /users/me about                             | 400  | 200 | 400 | 200       | 400  | 400
  PATCH /users/me language                          | 400  | 400 | 400 | 400       | 400  | 400
  POST /authentication/email-verification token     | 400  | 400 | 400 | 400       | 400  | 400
  POST /users/me/email email                        | 400  | 400 | 400 | 400       | 400  | 400
  POST /users/me/email password                     | 400  | 400 | 400 | 400       | 400  | 400
  DELETE /users/me password                         | 400  | 400 | 400 | 400       | 400  | 400
  POST /users/me/restore password                   | 400  | 400 | 400 | 400       | 400  | 400
  POST /users/me/password currentPassword           | 400  | 400 | 400 | 400       | 400  | 400
  POST /users/me/password newPassword               | 400  | 400 | 400 | 400       | 400  | 400
  POST /users/me/password confirmPassword           | 400  | 400 | 400 | 400       | 400  | 400
  DELETE /users/me/sessions/{sessionId} sessionId   | 400  | 400 | 400 | 400       | 414  | 400
  GET /users/me/export cursor                       | 400  | 400 | 400 | 400       | 400  | 400
  GET /users/me/export size                         | 400  | 400 | 400 | 400       | 400  | 400
  GET /users/me/reports cursor                      | 400  | 400 | 400 | 400       | 400  | 400
  GET /users/me/reports size                        | 400  | 400 | 400 | 400       | 400  | 400
  GET /users/{userId} userId                        | 400  | 400 | 400 | 400       | 414  | 400
  GET /users/by-handle/{handle} handle              | 404  | 400 | 400 | 400       | 414  | 400
  GET /media page                                   | 400  | 400 | 400 | 400       | 400  | 400
  GET /media size                                   | 400  | 400 | 400 | 400       | 400  | 400
  GET /media cursor                                 | 400  | 400 | 400 | 400       | 400  | 400
  GET /media type                                   | 400  | 400 | 400 | 400       | 400  | 400
  GET /media uploader                               | 400  | 400 | 400 | 400       | 400  | 400
  GET /media liked                                  | 400  | 400 | 400 | 400       | 400  | 400
  GET /media tag                                    | 400  | 400 | 400 | 400       | 400  | 400
  GET /media q                                      | 400  | 200 | 400 | 200       | 400  | 200
  GET /media/feed.xml tag                           | 400  | 400 | 400 | 400       | 400  | 400
  GET /media/feed.xml uploader                      | 400  | 400 | 400 | 400       | 400  | 400
  GET /media/tags prefix                            | 400  | 400 | 400 | 400       | 400  | 400
  GET /media/tags size                              | 400  | 400 | 400 | 400       | 400  | 400
  GET /media/mine status                            | 400  | 400 | 400 | 400       | 400  | 400
  GET /media/mine cursor                            | 400  | 400 | 400 | 400       | 400  | 400
  GET /media/mine size                              | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/presigned-url fileName                | 400  | 201 | 400 | 201       | 400  | 400
  POST /media/presigned-url contentType             | 400  | 415 | 415 | 415       | 400  | 415
  POST /media/presigned-url size                    | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/presigned-url caption                 | 400  | 201 | 400 | 201       | 400  | 400
  POST /media/presigned-url altText                 | 400  | 201 | 400 | 201       | 400  | 400
  POST /media/presigned-url sensitive               | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/multipart fileName                    | 400  | 201 | 400 | 201       | 400  | 400
  POST /media/multipart contentType                 | 400  | 415 | 415 | 415       | 400  | 415
  POST /media/multipart size                        | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/multipart caption                     | 400  | 201 | 400 | 201       | 400  | 400
  POST /media/multipart altText                     | 400  | 201 | 400 | 201       | 400  | 400
  POST /media/multipart sensitive                   | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/multipart/{mediaId}/parts mediaId     | 400  | 400 | 400 | 400       | 414  | 400
  POST /media/multipart/{mediaId}/parts partNumbers | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/multipart/{mediaId}/parts partNumbers.0 | 400 | 400 | 400 | 400      | 400  | 400
  GET /media/multipart/{mediaId}/parts mediaId      | 400  | 400 | 400 | 400       | 414  | 400
  POST /media/multipart/{mediaId}/complete mediaId  | 400  | 400 | 400 | 400       | 414  | 400
  POST /media/multipart/{mediaId}/complete parts    | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/multipart/{mediaId}/complete parts.0  | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/multipart/{mediaId}/complete parts.0.partNumber | 400 | 400 | 400 | 400 | 400 | 400
  POST /media/multipart/{mediaId}/complete parts.0.etag | 400 | 409 | 409 | 409    | 400  | 409
  DELETE /media/multipart/{mediaId} mediaId         | 400  | 400 | 400 | 400       | 414  | 400
  POST /media/batch action                          | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/batch mediaIds                        | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/batch mediaIds.0                      | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/batch tag                             | 400  | 400 | 400 | 400       | 400  | 400
  GET /media/{mediaId} mediaId                      | 400  | 400 | 400 | 400       | 414  | 400
  GET /media/{mediaId}/open-graph mediaId           | 400  | 400 | 400 | 400       | 414  | 400
  PATCH /media/{mediaId} mediaId                    | 400  | 400 | 400 | 400       | 414  | 400
  PATCH /media/{mediaId} caption                    | 400  | 200 | 400 | 200       | 400  | 400
  PATCH /media/{mediaId} altText                    | 400  | 200 | 400 | 200       | 400  | 400
  PATCH /media/{mediaId} sensitive                  | 400  | 400 | 400 | 400       | 400  | 400
  DELETE /media/{mediaId} mediaId                   | 400  | 400 | 400 | 400       | 414  | 400
  GET /media/{mediaId}/original mediaId             | 400  | 400 | 400 | 400       | 414  | 400
  POST /media/{mediaId}/likes mediaId               | 400  | 400 | 400 | 400       | 414  | 400
  DELETE /media/{mediaId}/likes mediaId             | 400  | 400 | 400 | 400       | 414  | 400
  POST /media/{mediaId}/reports mediaId             | 400  | 400 | 400 | 400       | 414  | 400
  POST /media/{mediaId}/reports reason              | 400  | 400 | 400 | 400       | 400  | 400
  POST /media/{mediaId}/reports text                | 400  | 403 | 400 | 403       | 400  | 400
  POST /media/{mediaId}/appeal mediaId              | 400  | 400 | 400 | 400       | 414  | 400
  POST /media/{mediaId}/appeal text                 | 400  | 409 | 400 | 409       | 400  | 400
  POST /users/{userId}/reports userId               | 400  | 400 | 400 | 400       | 414  | 400
  POST /users/{userId}/reports reason               | 400  | 400 | 400 | 400       | 400  | 400
  POST /users/{userId}/reports text                 | 400  | 403 | 400 | 403       | 400  | 400
  GET /moderation/cases state                       | 403  | 403 | 403 | 403       | 403  | 403
  GET /moderation/cases cursor                      | 403  | 403 | 403 | 403       | 403  | 403
  GET /moderation/cases size                        | 403  | 403 | 403 | 403       | 403  | 403
  POST /moderation/cases/{caseId}/claim caseId      | 403  | 403 | 403 | 403       | 414  | 400
  POST /moderation/cases/{caseId}/decision caseId   | 403  | 403 | 403 | 403       | 414  | 400
  POST /moderation/cases/{caseId}/decision action   | 403  | 403 | 403 | 403       | 403  | 403
  POST /moderation/cases/{caseId}/decision note     | 403  | 403 | 403 | 403       | 403  | 403
  POST /moderation/cases/{caseId}/decision reason   | 403  | 403 | 403 | 403       | 403  | 403
  POST /moderation/cases/{caseId}/decision text     | 403  | 403 | 403 | 403       | 403  | 403
  DELETE /moderation/media/{mediaId}/removal mediaId | 403 | 403 | 403 | 403       | 414  | 400
`);

export type Row = Readonly<Record<string, number | undefined>>;

/** Rows by their first column. @throws {Error} at a row that is short, double or holds something else than a status. */
function readTable(text: string): ReadonlyMap<string, Row> {
  const [header = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const rows = new Map<string, Row>();
  for (const [first = '', ...cells] of lines) {
    const name = first.replace(/ +/g, ' ');
    const valid = cells.length === header.length - 1 && cells.every((cell) => /^(-|\d{3})$/.test(cell));
    if (!valid || rows.has(name)) throw new Error(`The row «${name}» is not well formed or comes twice`);
    const entries = cells.map((cell, index) => [header[index + 1], cell === '-' ? undefined : Number(cell)]);
    rows.set(name, Object.fromEntries(entries) as Row);
  }
  return rows;
}
