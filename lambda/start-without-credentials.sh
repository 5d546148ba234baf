#!/bin/sh
# Starts the function's runtime without the role's keys in its environment, which any process of the same user could
# read in /proc/<id>/environ: they wait in a pipe at descriptor 9 instead (src/credentials.ts reads it, once).
# Lambda calls it with the runtime's own command line (AWS_LAMBDA_EXEC_WRAPPER).
set -eu
exec 9<<KEYS
${AWS_ACCESS_KEY_ID-}
${AWS_SECRET_ACCESS_KEY-}
${AWS_SESSION_TOKEN-}
KEYS
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
CREDENTIALS_DESCRIPTOR=9
export CREDENTIALS_DESCRIPTOR
exec "$@"
