#!/bin/sh
# Writes the configuration from the template and the environment, and becomes nginx.
#
# API_SERVERS      host:port of each process of the API, separated by spaces
# TRUSTED_PROXIES  CIDR of what may say who the client is; one proxy, the last to have touched X-Forwarded-For
# ORIGIN_SECRET    what a request must bring in x-origin-secret; nothing: every request is served
# ORIGIN_PREVIOUS_SECRET  what it may bring as well, while another one is being introduced
# HTTP_PORT, HTTPS_PORT, STATUS_PORT, LISTEN_ADDRESS, TLS_DIR,
# RUN_DIR, TEMPLATE, ACCESS_LOG, NGINX_PROGRAM  for other places than the image
set -eu
umask 077

: "${API_SERVERS:?Set API_SERVERS to host:port of each process of the API}"
: "${TRUSTED_PROXIES:=127.0.0.1/32}"
: "${ORIGIN_SECRET:=}" "${ORIGIN_PREVIOUS_SECRET:=}"
: "${HTTP_PORT:=8080}" "${HTTPS_PORT:=8443}" "${STATUS_PORT:=8081}" "${LISTEN_ADDRESS:=0.0.0.0}"
: "${TLS_DIR:=/etc/nginx/tls}" "${RUN_DIR:=/run/nginx}" "${TEMPLATE:=/etc/nginx/nginx.conf.template}"
: "${ACCESS_LOG:=/dev/stdout}" "${NGINX_PROGRAM:=nginx}"

mkdir -p "$RUN_DIR"

# These become part of the configuration's syntax.
case "$ORIGIN_SECRET$ORIGIN_PREVIOUS_SECRET" in
  *[!A-Za-z0-9_-]*) echo 'ORIGIN_SECRET may hold letters, digits, - and _ alone, and so may ORIGIN_PREVIOUS_SECRET.' >&2; exit 1 ;;
esac
# An empty one would admit everybody, and nginx refuses to read one line twice.
ORIGIN_PREVIOUS_LINE=
if [ -n "$ORIGIN_PREVIOUS_SECRET" ] && [ "$ORIGIN_PREVIOUS_SECRET" != "$ORIGIN_SECRET" ]; then
  ORIGIN_PREVIOUS_LINE="$ORIGIN_PREVIOUS_SECRET 0;"
fi
UPSTREAM_SERVERS=
for server in $API_SERVERS; do
  case "$server" in *[!A-Za-z0-9.:-]*) echo "API_SERVERS holds no host:port: $server" >&2; exit 1 ;; esac
  UPSTREAM_SERVERS="$UPSTREAM_SERVERS server $server max_fails=1 fail_timeout=2s;"
done

TLS_CERTIFICATE=$TLS_DIR/fullchain.pem
TLS_KEY=$TLS_DIR/privkey.pem
if [ ! -r "$TLS_CERTIFICATE" ]; then
  echo "No certificate at $TLS_CERTIFICATE: serving one that nobody trusts." >&2
  TLS_CERTIFICATE=$RUN_DIR/placeholder.pem
  TLS_KEY=$RUN_DIR/placeholder.key
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
    -subj /CN=placeholder.invalid -keyout "$TLS_KEY" -out "$TLS_CERTIFICATE" 2>/dev/null
fi

export UPSTREAM_SERVERS TRUSTED_PROXIES ORIGIN_SECRET ORIGIN_PREVIOUS_LINE HTTP_PORT HTTPS_PORT STATUS_PORT LISTEN_ADDRESS
export TLS_CERTIFICATE TLS_KEY RUN_DIR ACCESS_LOG
# By name: nginx has variables of its own that look the same.
# shellcheck disable=SC2016 # envsubst reads the names themselves.
envsubst '$UPSTREAM_SERVERS $TRUSTED_PROXIES $ORIGIN_SECRET $ORIGIN_PREVIOUS_LINE $HTTP_PORT $HTTPS_PORT $STATUS_PORT
  $LISTEN_ADDRESS $TLS_CERTIFICATE $TLS_KEY $RUN_DIR $ACCESS_LOG' < "$TEMPLATE" > "$RUN_DIR/nginx.conf"

exec "$NGINX_PROGRAM" -c "$RUN_DIR/nginx.conf" -g 'daemon off;'
