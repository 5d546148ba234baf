#!/bin/sh
# Writes the configuration from the template and the environment, and becomes nginx.
#
# STORAGE_ENDPOINT  where the bucket is, such as http://localstack:4566
# MEDIA_BUCKET      the only bucket that is served
# CDN_PORT          to listen on, at LISTEN_ADDRESS
set -eu

: "${STORAGE_ENDPOINT:?Set STORAGE_ENDPOINT to the address of the storage}"
: "${MEDIA_BUCKET:?Set MEDIA_BUCKET to the name of the media bucket}"
: "${CDN_PORT:=8080}" "${LISTEN_ADDRESS:=0.0.0.0}"
# Asked anew every few seconds, so that a storage which comes back with another address is found.
RESOLVER=$(sed -n 's/^nameserver[[:space:]]*//p' /etc/resolv.conf | head -n 1)

export STORAGE_ENDPOINT MEDIA_BUCKET CDN_PORT LISTEN_ADDRESS RESOLVER
# By name: nginx has variables of its own that look the same.
# shellcheck disable=SC2016
envsubst '$STORAGE_ENDPOINT $MEDIA_BUCKET $CDN_PORT $LISTEN_ADDRESS $RESOLVER' \
  < /etc/nginx/nginx.conf.template > /tmp/nginx.conf

exec nginx -c /tmp/nginx.conf -g 'daemon off;'
