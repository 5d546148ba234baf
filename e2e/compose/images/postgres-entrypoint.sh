#!/bin/sh
# What compose needs of the official entry point: POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB at the first start.
set -eu

bin=/usr/lib/postgresql/18/bin
user=${POSTGRES_USER:-postgres}

if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  printf '%s\n' "${POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD}" > /tmp/password
  "$bin/initdb" --username="$user" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 > /dev/null
  rm /tmp/password
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  # On its socket only, so that nobody takes it for ready.
  "$bin/pg_ctl" -w -o "-c listen_addresses='' -c unix_socket_directories=/var/run/postgresql" start > /dev/null
  [ "${POSTGRES_DB:-$user}" = postgres ] || psql -qU "$user" postgres -c "CREATE DATABASE \"${POSTGRES_DB:-$user}\""
  "$bin/pg_ctl" -w -m fast stop > /dev/null
fi

[ "$1" = postgres ] || exec "$@"
shift
exec "$bin/postgres" -c listen_addresses='*' -c "port=${PGPORT:-5432}" -c unix_socket_directories=/var/run/postgresql "$@"
