#!/usr/bin/env bash
# Runs or reads the load test. The exit code becomes an output: decide.sh ends the job, after the comment and the reports are out.
set -uo pipefail
mkdir -p "$PLIMSOLL_REPORTS"

arguments=(--mode "$MODE")
if [[ -n "$SLO" ]]; then arguments+=(--slo "$SLO"); fi
if [[ -n "$SCENARIO" ]]; then arguments+=(--scenario "$SCENARIO"); fi
if [[ -n "$HEAD" ]]; then arguments+=(--head "$HEAD"); fi
if [[ -n "$BASE" ]]; then arguments+=(--base "$BASE"); fi
if [[ -n "$HISTORY_REMOTE" ]]; then arguments+=(--history-remote "$HISTORY_REMOTE"); fi
if [[ "$COMMENT" == true ]]; then arguments+=(--comment); fi
while IFS= read -r file; do
  if [[ -n "$file" ]]; then arguments+=(--results "$file"); fi
done <<<"$RESULTS"

code=0
npx --yes "plimsoll@$PLIMSOLL_VERSION" gate "${arguments[@]}" \
  --format github \
  --format "json=$PLIMSOLL_REPORTS/gate.json" \
  --format "junit=$PLIMSOLL_REPORTS/gate.junit.xml" \
  --format "html=$PLIMSOLL_REPORTS/gate.html" \
  --format "markdown=$PLIMSOLL_REPORTS/gate.md" || code=$?

if [[ -f "$PLIMSOLL_REPORTS/gate.md" ]]; then cat "$PLIMSOLL_REPORTS/gate.md" >>"$GITHUB_STEP_SUMMARY"; fi
verdict=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).verdict' "$PLIMSOLL_REPORTS/gate.json" 2>/dev/null) || verdict=
if [[ ! "$verdict" =~ ^(pass|fail|inconclusive|invalid)$ ]]; then verdict=; fi
{
  echo "exit-code=$code"
  echo "verdict=$verdict"
} >>"$GITHUB_OUTPUT"
