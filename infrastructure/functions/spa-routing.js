/**
 * CloudFront Function (viewer request, cloudfront-js-2.0) of the web app's own paths: what is no file is a page of
 * the app, whose one document is index.html. Custom error responses would do the same to the API's errors.
 */
// eslint-disable-next-line no-unused-vars -- CloudFront calls it by its name
function handler(event) {
  var request = event.request;
  var lastSegment = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  // Below /assets a missing file stays missing: a script must never turn out to be a page.
  if (request.uri.startsWith('/assets/') || lastSegment.includes('.')) return request;
  request.uri = '/index.html';
  return request;
}
