#!/usr/bin/env bash
# pip: freeze names the commit of a package installed for editing, whatever has been changed since.
#
# Versions:  pip 25.3, git 2.39.5, setuptools 80.9.0; Python 3.11
# Expected:  A list that installs what ran, or a word that it does not.
# Happens:   The line ends in the last commit, as if it were exact, while the code that ran
#            returns something else. A study "frozen" with it gives other numbers when rebuilt.
# Output:
#   -e git+file://…/source@<commit>#egg=counter
#   what ran says 2; the commit that is named says 1; words about the change: 0
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  pip==25.3 setuptools==80.9.0
cd "$work"

mkdir source
printf '[project]\nname = "counter"\nversion = "1.0"\n' >source/pyproject.toml
printf 'def matches():\n    return 1\n' >source/counter.py
git -C source init --quiet
git -C source remote add origin "file://$work/source"
git -C source add pyproject.toml counter.py
git -C source -c user.name=reader -c user.email=reader@example.org commit --quiet -m "Counts"
venv/bin/pip install --quiet --disable-pip-version-check --no-build-isolation --editable ./source
printf 'def matches():\n    return 2\n' >source/counter.py

frozen=$(venv/bin/pip freeze --disable-pip-version-check 2>notes | grep counter)
commit=$(git -C source rev-parse HEAD)
ran=$(venv/bin/python -c 'import counter; print(counter.matches())')
named=$(git -C source show "$commit:counter.py" | grep -o '[0-9]')
printf '%s\n' "$frozen" | sed "s|$work|…|; s|$commit|<commit>|"
words=$(grep -c -i 'chang\|dirty\|modif' notes || true)
echo "what ran says $ran; the commit that is named says $named; words about the change: $words"
case $frozen in *"$commit"*) [ "$ran" = 2 ] && [ "$named" = 1 ] && [ "$words" = 0 ] && exit 0 ;; esac
echo changed
exit 1
