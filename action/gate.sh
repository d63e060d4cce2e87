#!/usr/bin/env bash
# Runs or reads the load test. The exit code becomes an output: decide.sh ends the job, after the comment and the reports are out.
set -uo pipefail
mkdir -p "$PLIMSOLL_REPORTS"

arguments=(--mode "$MODE")
if [[ -n "$SLO" ]]; then arguments+=(--slo "$SLO"); fi
if [[ -n "$HISTORY_REMOTE" ]]; then arguments+=(--history-remote "$HISTORY_REMOTE"); fi
if [[ "$RECORD" == true ]]; then arguments+=(--record); fi
if [[ "$COMMENT" == true ]]; then arguments+=(--comment); fi
if [[ -n "$RESULTS" ]]; then
  while IFS= read -r file; do
    if [[ -n "$file" ]]; then arguments+=(--results "$file"); fi
  done <<<"$RESULTS"
else
  if [[ -n "$SCENARIO" ]]; then arguments+=(--scenario "$SCENARIO"); fi
  if [[ -n "$START" ]]; then
    arguments+=(--start "$START")
    if [[ -n "$BUILD" ]]; then arguments+=(--build "$BUILD"); fi
    if [[ -z "$HEAD" ]]; then HEAD=.; fi
    if [[ -z "$BASE" && -n "${GITHUB_BASE_REF:-}" ]] && ! BASE=$(git merge-base HEAD "origin/$GITHUB_BASE_REF"); then
      echo "::error::git finds no commit that this pull request and $GITHUB_BASE_REF have in common; check out with fetch-depth: 0"
      echo "exit-code=2" >>"$GITHUB_OUTPUT"
      exit 0
    fi
  fi
  if [[ -n "$HEAD" ]]; then arguments+=(--head "$HEAD"); fi
  if [[ -n "$BASE" ]]; then arguments+=(--base "$BASE"); fi
  arguments+=(--ready "$READY" --rate "$RATE")
fi

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
