import cf from 'cloudfront';

/**
 * CloudFront Function (viewer request, cloudfront-js-2.0) of the web app's own paths: what is no file is a page of
 * the app, whose one document is index.html. Custom error responses would do the same to the API's errors.
 *
 * Programs that show a link as a card run no script: for an item they get the API's page of Open Graph tags. Its path
 * is part of the cache's key, so that nobody gets the other's page.
 */
var cards =
  /facebookexternalhit|facebot|twitterbot|slackbot|discordbot|whatsapp|telegrambot|linkedinbot|pinterest|redditbot|skypeuripreview|mastodon|bluesky|iframely|embedly|vkshare/i;
var item = /^\/m\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

// eslint-disable-next-line no-unused-vars -- CloudFront calls it by its name
function handler(event) {
  var request = event.request;
  var found = item.exec(request.uri);
  var agent = request.headers['user-agent'];
  if (found && agent && cards.test(agent.value)) {
    request.uri = '/media/' + found[1] + '/open-graph';
    // What is asked for has no parameters, and the API rejects those that it does not know.
    request.querystring = {};
    cf.selectRequestOriginById('api');
    return request;
  }
  var lastSegment = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  // Below /assets a missing file stays missing: a script must never turn out to be a page.
  if (request.uri.startsWith('/assets/') || lastSegment.includes('.')) return request;
  request.uri = '/index.html';
  return request;
}
