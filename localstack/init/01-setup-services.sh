#!/usr/bin/env bash
# Makes what Media Feed needs of S3, SQS, Lambda and SSM, as infrastructure/media-processing.yaml does on AWS, and
# then looks whether each resource is what it should be. Safe to run again at any time.
#
# Usage: 01-setup-services.sh           make or correct everything, then check it
#        01-setup-services.sh --check   check only
#
# LocalStack runs it by itself (/etc/localstack/init/ready.d); any endpoint that speaks AWS will do. It needs bash and
# the AWS CLI, 1 or 2. Exit code 1 when something is missing or wrong; each such thing is a line on stderr.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

endpoint=${AWS_ENDPOINT_URL:-http://localhost:4566}
region=${AWS_REGION:-us-east-1}
web_origins=${WEB_ORIGINS:-http://localhost:5173} # separated by commas
uploads_bucket=${UPLOADS_BUCKET:-media-feed-uploads}
media_bucket=${MEDIA_BUCKET:-media-feed-media}
results_queue=${RESULTS_QUEUE:-media-results}
failures_queue=${FAILURES_QUEUE:-media-failures}
dead_letters_queue=${DEAD_LETTERS_QUEUE:-media-dead-letters}
function_name=${FUNCTION_NAME:-media-processing}
function_endpoint=${FUNCTION_ENDPOINT:-$endpoint} # the same services as the function reaches them
setup_timeout_seconds=${SETUP_TIMEOUT_SECONDS:-120}

export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-test}
export AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-test}
export AWS_DEFAULT_REGION=$region
export AWS_PAGER=''
# Whatever profile a person has must not reach this.
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
export AWS_EC2_METADATA_DISABLED=true

# --- talking to AWS ---

aws_call() { aws --endpoint-url "$endpoint" --cli-read-timeout 60 --output json "$@"; }
# What a query finds, as words without tabs or line ends; nothing when the call fails.
ask() { aws_call "$@" --output text 2>/dev/null | tr -s '\t\n' ' ' | sed 's/ $//' || true; }
say() { printf 'setup: %s\n' "$*"; }
fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}

# Runs each command line beside the others, since a call costs most of its time to start Python, and sums up their exit
# codes in `failed`. Not its own exit code: in a condition bash would go on after errors in all that is called here.
together() {
  local command pids=()
  failed=0
  for command in "$@"; do
    $command &
    pids+=("$!")
  done
  for pid in "${pids[@]}"; do
    wait "$pid" || failed=$((failed + $?))
  done
}

# Repeats a call until it succeeds or time is up; then the last error is printed.
wait_for() {
  local name=$1 error
  shift
  until error=$(aws_call "$@" 2>&1 >/dev/null); do
    if ((SECONDS > setup_timeout_seconds)); then
      fail "$name at $endpoint does not answer after $setup_timeout_seconds s: ${error##*$'\n'}. Is LocalStack running? (make localstack-status)"
    fi
    sleep 1
  done
}

wait_for_services() {
  command -v aws >/dev/null || fail 'the AWS CLI is missing. Install the package awscli, or run this inside the LocalStack container.'
  together 'wait_for S3 s3api list-buckets' 'wait_for SQS sqs list-queues' \
    'wait_for Lambda lambda list-functions' 'wait_for SSM ssm get-parameters --names /media-feed/none'
  ((failed == 0)) || exit 1
}

# --- names that follow from others ---

read_account() {
  account=$(ask sts get-caller-identity --query Account)
  [[ $account =~ ^[0-9]{12}$ ]] || fail "STS at $endpoint does not name the account."
  bucket_arn="arn:aws:s3:::$uploads_bucket"
  function_arn="arn:aws:lambda:$region:$account:function:$function_name"
  role_arn="arn:aws:iam::$account:role/$function_name"
}

queue_arn() { printf 'arn:aws:sqs:%s:%s:%s' "$region" "$account" "$1"; }
queue_url() { printf '%s/%s/%s' "${endpoint%/}" "$account" "$1"; }
# The same queue as the function and the API reach it.
queue_address() { printf '%s/%s/%s' "${function_endpoint%/}" "$account" "$1"; }

function_zip() {
  local zip places=(/opt/function/function.zip "$here/../../lambda/dist/function.zip")
  [[ -n ${FUNCTION_ZIP:-} ]] && places=("$FUNCTION_ZIP")
  for zip in "${places[@]}"; do
    if [[ -f $zip ]]; then
      printf '%s' "$zip"
      return
    fi
  done
  fail "there is no ${places[-1]}. Run «npm run package -w lambda», or set FUNCTION_ZIP to the function's zip."
}

# --- buckets ---

ensure_bucket() {
  local bucket=$1
  if ! aws_call s3api head-bucket --bucket "$bucket" >/dev/null 2>&1; then
    if [[ $region == us-east-1 ]]; then
      aws_call s3api create-bucket --bucket "$bucket" >/dev/null
    else
      aws_call s3api create-bucket --bucket "$bucket" --create-bucket-configuration "LocationConstraint=$region" >/dev/null
    fi
    say "made the bucket $bucket"
  fi
  aws_call s3api put-public-access-block --bucket "$bucket" --public-access-block-configuration \
    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
}

# Without the ETag a browser cannot complete a multipart upload.
configure_uploads_bucket() {
  local origins
  origins=$(printf '"%s"' "${web_origins//,/\",\"}")
  aws_call s3api put-bucket-cors --bucket "$uploads_bucket" --cors-configuration "{\"CORSRules\": [{
    \"AllowedOrigins\": [$origins],
    \"AllowedMethods\": [\"PUT\", \"GET\"],
    \"AllowedHeaders\": [\"content-type\", \"if-none-match\"],
    \"ExposeHeaders\": [\"ETag\"],
    \"MaxAgeSeconds\": 3000
  }]}"
  # The reconciler removes uploads within hours; this is for those that it never saw.
  aws_call s3api put-bucket-lifecycle-configuration --bucket "$uploads_bucket" --lifecycle-configuration '{"Rules": [
    {"ID": "Uploads", "Status": "Enabled", "Filter": {"Prefix": "uploads/"}, "Expiration": {"Days": 2}},
    {"ID": "UnfinishedUploads", "Status": "Enabled", "Filter": {"Prefix": ""}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 8}},
    {"ID": "Quarantine", "Status": "Enabled", "Filter": {"Prefix": "quarantine/"}, "Expiration": {"Days": 40}}
  ]}' >/dev/null
}

ensure_buckets() {
  ensure_bucket "$uploads_bucket"
  ensure_bucket "$media_bucket"
  configure_uploads_bucket
  configure_media_bucket
}

# Unlike on AWS nothing is versioned here: what is deleted is gone.
configure_media_bucket() {
  aws_call s3api put-bucket-lifecycle-configuration --bucket "$media_bucket" --lifecycle-configuration '{"Rules": [
    {"ID": "UnfinishedRenditions", "Status": "Enabled", "Filter": {"Prefix": ""}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}
  ]}' >/dev/null
}

# --- queues ---

# Making a queue that is there with the same attributes changes nothing; with others it is refused.
ensure_queue() {
  local queue=$1 attributes=$2
  aws_call sqs create-queue --queue-name "$queue" --attributes "$attributes" >/dev/null 2>&1 && return
  aws_call sqs set-queue-attributes --queue-url "$(queue_url "$queue")" --attributes "$attributes"
  say "corrected the queue $queue"
}

working_queue_attributes() {
  printf '{"VisibilityTimeout": "60", "ReceiveMessageWaitTimeSeconds": "20", "MessageRetentionPeriod": "345600",
    "RedrivePolicy": "{\\"deadLetterTargetArn\\":\\"%s\\",\\"maxReceiveCount\\":\\"5\\"}"}' "$(queue_arn "$dead_letters_queue")"
}

ensure_queues_and_function() {
  ensure_queues
  ensure_role
  ensure_function
}

ensure_queues() {
  ensure_queue "$dead_letters_queue" '{"MessageRetentionPeriod": "1209600"}'
  ensure_queue "$results_queue" "$(working_queue_attributes)"
  ensure_queue "$failures_queue" "$(working_queue_attributes)"
}

# --- the function ---

function_environment() {
  printf '{"Variables": {
    "LOG_LEVEL": "%s", "UPLOADS_BUCKET": "%s", "MEDIA_BUCKET": "%s", "RESULTS_QUEUE_URL": "%s",
    "STORAGE_ENDPOINT": "%s", "QUEUE_ENDPOINT": "%s",
    "AWS_LAMBDA_EXEC_WRAPPER": "/var/task/start-without-credentials.sh"}}' \
    "${FUNCTION_LOG_LEVEL:-info}" "$uploads_bucket" "$media_bucket" "$(queue_address "$results_queue")" \
    "$function_endpoint" "$function_endpoint"
}

ensure_role() {
  aws_call iam get-role --role-name "$function_name" >/dev/null 2>&1 && return
  aws_call iam create-role --role-name "$function_name" --assume-role-policy-document '{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}' >/dev/null
  say "made the role $function_name"
}

# As Lambda gives it: Base64 of the binary hash.
zip_sha256() {
  local hex
  hex=$(sha256sum "$1" | cut -c1-64)
  hex=$(fold -w2 <<<"$hex" | sed 's/^/\\x/' | tr -d '\n')
  printf '%b' "$hex" | base64
}

ensure_function() {
  local zip settings
  zip=$(function_zip)
  settings=(--function-name "$function_name" --role "$role_arn" --handler handler.handler --runtime nodejs24.x
    --memory-size 2048 --timeout 900 --environment "$(function_environment)")
  if [[ -z $(ask lambda get-function-configuration --function-name "$function_name" --query FunctionName) ]]; then
    aws_call lambda create-function "${settings[@]}" --zip-file "fileb://$zip" >/dev/null
    say "made the function $function_name"
  else
    # Only one update may be under way.
    aws_call lambda update-function-configuration "${settings[@]}" >/dev/null
    await_function
    if [[ $(deployed_sha256) != "$(zip_sha256 "$zip")" ]]; then
      aws_call lambda update-function-code --function-name "$function_name" --zip-file "fileb://$zip" >/dev/null
      say "brought new code to the function $function_name"
    fi
  fi
  await_function
  aws_call lambda put-function-event-invoke-config --function-name "$function_name" \
    --maximum-retry-attempts 2 --maximum-event-age-in-seconds 3600 \
    --destination-config "{\"OnFailure\": {\"Destination\": \"$(queue_arn "$failures_queue")\"}}" >/dev/null
}

deployed_sha256() { ask lambda get-function-configuration --function-name "$function_name" --query CodeSha256; }

await_function() {
  local state
  until
    state=$(ask lambda get-function-configuration --function-name "$function_name" --query '[State, LastUpdateStatus]')
    [[ $state == 'Active Successful' || $state == 'Active None' ]]
  do
    ((SECONDS <= setup_timeout_seconds)) || fail "the function $function_name does not become active (${state:-no answer}); LocalStack's log has the cause (make logs-localstack)."
    sleep 1
  done
}

# Without the account a bucket of the same name, made by a stranger, could call it.
ensure_notification() {
  if [[ $(ask lambda get-policy --function-name "$function_name" --query Policy) != *'"uploads-may-invoke"'* ]]; then
    aws_call lambda add-permission --function-name "$function_name" --statement-id uploads-may-invoke \
      --action lambda:InvokeFunction --principal s3.amazonaws.com \
      --source-arn "$bucket_arn" --source-account "$account" >/dev/null
  fi
  aws_call s3api put-bucket-notification-configuration --bucket "$uploads_bucket" --notification-configuration "{
    \"LambdaFunctionConfigurations\": [{
      \"Id\": \"uploads\",
      \"LambdaFunctionArn\": \"$function_arn\",
      \"Events\": [\"s3:ObjectCreated:Put\", \"s3:ObjectCreated:CompleteMultipartUpload\"],
      \"Filter\": {\"Key\": {\"FilterRules\": [{\"Name\": \"prefix\", \"Value\": \"uploads/\"}]}}
    }]}"
}

# --- parameters: what programs that are not given it can look up ---

parameters() {
  printf '%s %s\n' \
    /media-feed/uploads-bucket "$uploads_bucket" \
    /media-feed/media-bucket "$media_bucket" \
    /media-feed/results-queue-url "$(queue_address "$results_queue")" \
    /media-feed/failures-queue-url "$(queue_address "$failures_queue")" \
    /media-feed/dead-letters-queue-url "$(queue_address "$dead_letters_queue")" \
    /media-feed/function-name "$function_name"
}

# Names and values, as ssm get-parameters finds them, in the order of the names.
found_parameters() {
  local names
  mapfile -t names < <(parameters | cut -d' ' -f1)
  ask ssm get-parameters --names "${names[@]}" --query 'sort_by(Parameters, &Name)[].[Name, Value][]'
}

wanted_parameters() { parameters | sort | tr '\n' ' ' | sed 's/ $//'; }

ensure_parameters() {
  local name value
  [[ $(found_parameters) == "$(wanted_parameters)" ]] && return
  while read -r name value; do
    # As JSON: a value that looks like a URL would be fetched by version 1 of the CLI.
    aws_call ssm put-parameter --cli-input-json \
      "{\"Name\": \"$name\", \"Value\": \"$value\", \"Type\": \"String\", \"Overwrite\": true}" >/dev/null
  done < <(parameters)
}

# --- checks: each group runs in a process of its own and ends with the number of its problems ---

problems=0

# expect NAME WANTED FOUND: compares, and counts what is wrong.
expect() {
  local name=$1 wanted=$2 found=$3
  if [[ $found == "$wanted" ]]; then
    say "ok: $name"
    return
  fi
  problems=$((problems + 1))
  if [[ -z $found || $found == None ]]; then
    printf 'setup: MISSING: %s\n' "$name" >&2
  else
    printf 'setup: WRONG: %s is «%s» and should be «%s»\n' "$name" "$found" "$wanted" >&2
  fi
}

check_bucket() {
  local bucket=$1 rules=$2
  expect "bucket $bucket" "$bucket" "$(ask s3api list-buckets --query "Buckets[?Name=='$bucket'].Name")"
  expect "public access block of $bucket" 'True True True True' "$(ask s3api get-public-access-block --bucket "$bucket" \
    --query 'PublicAccessBlockConfiguration.[BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets]')"
  expect "lifecycle of $bucket" "$rules" "$(ask s3api get-bucket-lifecycle-configuration --bucket "$bucket" \
    --query "join(' ', sort(Rules[?Status=='Enabled'].join('=', [ID, to_string(Expiration.Days || AbortIncompleteMultipartUpload.DaysAfterInitiation)])))")"
}

check_queue() {
  local queue=$1 query=$2 wanted=$3 found
  found=$(ask sqs get-queue-attributes --queue-url "$(queue_url "$queue")" --attribute-names All --query "Attributes.[$query]")
  # A redrive policy is JSON in a string, which may be written in more than one way.
  found=${found//[\"\{\}]/}
  found=${found//: /:}
  expect "queue $queue" "$wanted" "${found//, /,}"
}

check_queues() {
  local working='VisibilityTimeout, ReceiveMessageWaitTimeSeconds, MessageRetentionPeriod, RedrivePolicy'
  local wanted
  wanted="60 20 345600 deadLetterTargetArn:$(queue_arn "$dead_letters_queue"),maxReceiveCount:5"
  check_queue "$dead_letters_queue" MessageRetentionPeriod 1209600
  check_queue "$results_queue" "$working" "$wanted"
  check_queue "$failures_queue" "$working" "$wanted"
  exit "$problems"
}

check_function() {
  local zip policy permission=
  zip=$(function_zip)
  expect "role $function_name" "$role_arn" "$(ask iam get-role --role-name "$function_name" --query Role.Arn)"
  expect "function $function_name" "nodejs24.x handler.handler 2048 900 Active $role_arn" "$(ask lambda get-function-configuration \
    --function-name "$function_name" --query '[Runtime, Handler, MemorySize, Timeout, State, Role]')"
  expect "code of $function_name" "$(zip_sha256 "$zip")" "$(deployed_sha256)"
  expect "environment of $function_name" \
    "$uploads_bucket $media_bucket $(queue_address "$results_queue") $function_endpoint $function_endpoint /var/task/start-without-credentials.sh" \
    "$(ask lambda get-function-configuration --function-name "$function_name" --query \
      'Environment.Variables.[UPLOADS_BUCKET, MEDIA_BUCKET, RESULTS_QUEUE_URL, STORAGE_ENDPOINT, QUEUE_ENDPOINT, AWS_LAMBDA_EXEC_WRAPPER]')"
  expect "retries and failure destination of $function_name" "2 3600 $(queue_arn "$failures_queue")" \
    "$(ask lambda get-function-event-invoke-config --function-name "$function_name" \
      --query '[MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig.OnFailure.Destination]')"
  policy=$(ask lambda get-policy --function-name "$function_name" --query Policy)
  [[ $policy == *s3.amazonaws.com* && $policy == *"\"$bucket_arn\""* ]] && permission=granted
  expect "permission of $uploads_bucket to invoke $function_name" granted "$permission"
  expect "notification of $uploads_bucket" \
    "uploads $function_arn s3:ObjectCreated:CompleteMultipartUpload s3:ObjectCreated:Put uploads/" \
    "$(ask s3api get-bucket-notification-configuration --bucket "$uploads_bucket" \
      --query "LambdaFunctionConfigurations[].[Id, LambdaFunctionArn, join(' ', sort(Events)), Filter.Key.FilterRules[0].Value][]")"
  exit "$problems"
}

check_buckets() {
  check_bucket "$uploads_bucket" 'Quarantine=40 UnfinishedUploads=8 Uploads=2'
  expect "CORS of $uploads_bucket" "${web_origins//,/ } PUT GET content-type if-none-match ETag 3000" "$(ask s3api get-bucket-cors \
    --bucket "$uploads_bucket" --query "CORSRules[].[join(' ', AllowedOrigins), join(' ', AllowedMethods), join(' ', AllowedHeaders), join(' ', ExposeHeaders), MaxAgeSeconds][]")"
  check_bucket "$media_bucket" 'UnfinishedRenditions=1'
  exit "$problems"
}

check_parameters() {
  expect 'parameters under /media-feed' "$(wanted_parameters)" "$(found_parameters)"
  exit "$problems"
}

# --- all of it ---

main() {
  local mode=${1:-setup}
  wait_for_services
  read_account
  if [[ $mode == setup ]]; then
    together ensure_buckets ensure_queues_and_function ensure_parameters
    ((failed == 0)) || fail 'some resources could not be made; the lines above have the causes.'
    ensure_notification
  elif [[ $mode != --check ]]; then
    fail "unknown argument $mode; the only one is --check"
  fi
  say "looking at each resource at $endpoint"
  together check_buckets check_queues check_function check_parameters
  ((failed == 0)) || fail "$failed of the resources above are missing or wrong. Run it again; if that does not help, look at LocalStack's log (make logs-localstack)."
  say 'everything is there'
}

main "$@"
