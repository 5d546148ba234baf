#!/bin/sh
# Writes the configuration from the template and the environment, and becomes nginx. A certificate that comes later, or
# anew, is taken without a request lost.
#
# API_SERVERS      host:port of each process of the API, separated by spaces
# TRUSTED_PROXIES  CIDR of what may say who the client is; one proxy, the last to have touched X-Forwarded-For
# ORIGIN_SECRET    what a request must bring in x-origin-secret; nothing: every request is served
# ORIGIN_PREVIOUS_SECRET  what it may bring as well, while another one is being introduced
# CERTIFICATE_REQUIRED  on: nobody is served by TLS, and this server is not ready, before there is a certificate
# HTTP_PORT, HTTPS_PORT, STATUS_PORT, LISTEN_ADDRESS, TLS_DIR,
# RUN_DIR, TEMPLATE, ACCESS_LOG, NGINX_PROGRAM, CERTIFICATE_CHECK_SECONDS  for other places than the image
set -eu
umask 077

: "${API_SERVERS:?Set API_SERVERS to host:port of each process of the API}"
: "${TRUSTED_PROXIES:=127.0.0.1/32}"
: "${ORIGIN_SECRET:=}" "${ORIGIN_PREVIOUS_SECRET:=}"
: "${HTTP_PORT:=8080}" "${HTTPS_PORT:=8443}" "${STATUS_PORT:=8081}" "${LISTEN_ADDRESS:=0.0.0.0}"
: "${TLS_DIR:=/etc/nginx/tls}" "${RUN_DIR:=/run/nginx}" "${TEMPLATE:=/etc/nginx/nginx.conf.template}"
: "${ACCESS_LOG:=/dev/stdout}" "${NGINX_PROGRAM:=nginx}"
: "${CERTIFICATE_REQUIRED:=off}" "${CERTIFICATE_CHECK_SECONDS:=5}"

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

# Key and chain in one file, which is replaced as a whole (backend/src/certificates).
certificate=$TLS_DIR/origin.pem
placeholder=$RUN_DIR/placeholder.pem

# nginx's own copy: what it was last seen to take, and reads again whenever it is reloaded.
taken=$RUN_DIR/origin.pem

make_placeholder() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj /CN=placeholder.invalid -keyout "$placeholder.key" -out "$placeholder" 2>/dev/null
  cat "$placeholder.key" >> "$placeholder"
}

# By name: nginx has variables of its own that look the same.
# shellcheck disable=SC2016 # envsubst reads the names themselves.
write_configuration() {
  TLS_CERTIFICATE=$placeholder
  LACKS_CERTIFICATE=1
  if [ -r "$taken" ]; then
    TLS_CERTIFICATE=$taken
    LACKS_CERTIFICATE=0
  elif [ "$CERTIFICATE_REQUIRED" != on ]; then
    LACKS_CERTIFICATE=0
  fi
  export UPSTREAM_SERVERS TRUSTED_PROXIES ORIGIN_SECRET ORIGIN_PREVIOUS_LINE HTTP_PORT HTTPS_PORT STATUS_PORT
  export LISTEN_ADDRESS TLS_CERTIFICATE LACKS_CERTIFICATE RUN_DIR ACCESS_LOG
  envsubst '$UPSTREAM_SERVERS $TRUSTED_PROXIES $ORIGIN_SECRET $ORIGIN_PREVIOUS_LINE $HTTP_PORT $HTTPS_PORT $STATUS_PORT
    $LISTEN_ADDRESS $TLS_CERTIFICATE $LACKS_CERTIFICATE $RUN_DIR $ACCESS_LOG' < "$TEMPLATE" > "$RUN_DIR/nginx.conf"
}

# Takes the certificate when it is there and another one than before. What nginx cannot read is not taken.
take_certificate() {
  [ -r "$certificate" ] && ! cmp -s "$certificate" "$taken" && ! cmp -s "$certificate" "$RUN_DIR/refused.pem" || return 1
  cp "$certificate" "$RUN_DIR/next.pem"
  if openssl x509 -in "$RUN_DIR/next.pem" -noout -pubkey 2>/dev/null > "$RUN_DIR/next.pub" &&
    openssl pkey -in "$RUN_DIR/next.pem" -pubout 2>/dev/null | cmp -s - "$RUN_DIR/next.pub"; then
    mv "$RUN_DIR/next.pem" "$taken"
  else
    echo "$certificate holds no certificate with its key: nginx goes on with what it has." >&2
    mv "$RUN_DIR/next.pem" "$RUN_DIR/refused.pem"
    return 1
  fi
}

watch_certificate() {
  # $$ is the shell that nginx takes the place of.
  while sleep "$CERTIFICATE_CHECK_SECONDS" && kill -0 $$ 2>/dev/null; do
    if take_certificate; then
      write_configuration
      "$NGINX_PROGRAM" -c "$RUN_DIR/nginx.conf" -s reload && echo 'nginx serves by another certificate.' >&2
    fi
  done
}

make_placeholder
take_certificate || echo "No certificate at $certificate yet: the one that TLS shows is trusted by nobody." >&2
write_configuration
watch_certificate &
exec "$NGINX_PROGRAM" -c "$RUN_DIR/nginx.conf" -g 'daemon off;'
