#!/usr/bin/env bash
# Runs every check, even after one failed, so that one run shows all. The tests come last, because their last line,
# "N passed, N failed", is to be the last of all.
cd "$(dirname "$0")/.." || exit

failed=()
for check in format:check lint floors typecheck build docs pack:check; do
  npm run "$check" || failed+=("$check")
done
((${#failed[@]} == 0)) || echo "failed before the tests: ${failed[*]}"

npm test && ((${#failed[@]} == 0))
