#!/usr/bin/env bash
# Installs what the tests need where it is missing, then runs every test.
set -euo pipefail
cd "$(dirname "$0")"
dotnet test
