#!/usr/bin/env bash
# Ends the job. Exit codes of plimsoll: 0 holds, 1 does not hold, 3 could not be judged; 2 and 70 are errors that no policy excuses.
set -uo pipefail

case "$COMMAND" in check | gate | both) ;; *) echo "::error::command is check, gate or both, not \"$COMMAND\""; exit 2 ;; esac
case "$ENFORCE" in true | false | auto) ;; *) echo "::error::enforce is true, false or auto, not \"$ENFORCE\""; exit 2 ;; esac

if [[ "$COMMAND" != gate && "${CHECK_EXIT_CODE:-70}" != 0 ]]; then
  echo "::error::plimsoll check ended with ${CHECK_EXIT_CODE:-no exit code}"
  exit "${CHECK_EXIT_CODE:-70}"
fi
if [[ "$COMMAND" == check ]]; then exit 0; fi

code=${GATE_EXIT_CODE:-70}
case "$code" in 0) exit 0 ;; 1 | 3) ;; *) echo "::error::plimsoll gate ended with $code"; exit "$code" ;; esac

if [[ "$ENFORCE" == auto ]]; then
  ENFORCE=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).selfTest?.mayEnforce === true' "$PLIMSOLL_REPORTS/gate.json" 2>/dev/null) || ENFORCE=false
fi
if [[ "$ENFORCE" != true ]]; then
  echo "::warning::The gate did not pass (exit code $code). It is advisory here: the job goes on."
  exit 0
fi
if [[ "$code" == 3 && "$FAIL_ON_INCONCLUSIVE" != true ]]; then
  echo "::warning::The gate could not judge. The job goes on, as fail-on-inconclusive is not true."
  exit 0
fi
echo "::error::The gate did not pass (exit code $code)."
exit "$code"
