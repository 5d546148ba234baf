#!/bin/sh
# What the image does:
#   migrate [up|down]  changes the schema, and ends
#   serve              the API, with the consumer in the same process unless ROLE says otherwise
#   consume            the consumer alone
#   develop            like serve; compiles and starts again whenever a source changes (development image)
#   healthy            whether the process of this container lives; for health checks
# Anything else is a command, which takes this one's place: `node dist/reconcile.js`.
set -eu

case "${1:-serve}" in
  migrate)
    shift
    exec node dist/database/migrate.js "$@"
    ;;
  serve)
    exec node dist/main.js
    ;;
  consume)
    export ROLE=consumer
    exec node dist/main.js
    ;;
  develop)
    tsc -p tsconfig.build.json --incremental --tsBuildInfoFile dist/.tsbuildinfo --watch --preserveWatchOutput &
    exec node --watch --watch-preserve-output dist/main.js
    ;;
  healthy)
    # The consumer opens no port; that its process lives, Docker sees by itself.
    case " $(tr '\0' ' ' < /proc/1/cmdline)" in *' consume '*) exit 0 ;; esac
    exec node -e "fetch('http://127.0.0.1:${API_PORT:-3000}/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"
    ;;
  *)
    exec "$@"
    ;;
esac
