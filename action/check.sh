#!/usr/bin/env bash
# Checks the repository. The exit code becomes an output: decide.sh ends the job, after the reports are uploaded.
set -uo pipefail
mkdir -p "$PLIMSOLL_REPORTS"

code=0
npx --yes "plimsoll@$PLIMSOLL_VERSION" check \
  --format github \
  --format "json=$PLIMSOLL_REPORTS/check.json" \
  --format "sarif=$PLIMSOLL_REPORTS/check.sarif" \
  --format "markdown=$PLIMSOLL_REPORTS/check.md" || code=$?

if [[ -f "$PLIMSOLL_REPORTS/check.md" ]]; then cat "$PLIMSOLL_REPORTS/check.md" >>"$GITHUB_STEP_SUMMARY"; fi
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
