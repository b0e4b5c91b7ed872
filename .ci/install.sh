# Read by the proofs: installs packages that are not there yet, once a run.
# usage: apt_install PACKAGE…    pip_install REQUIREMENT…

apt_install() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ -z "${FUGI_APT_UPDATED:-}" ]; then
    apt-get update -qq
    export FUGI_APT_UPDATED=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

# Python packages go into an environment of their own under target/, never into the system's.
pip_install() {
  [ -x target/proof-python/bin/python ] || python3 -m venv target/proof-python
  target/proof-python/bin/python -m pip install --quiet "$@"
}

# The Open XML SDK, as Microsoft's own programs read Word and Excel files; `office_accepts FILE VERSION…` fails unless it
# finds nothing. Its exit code is 0 whatever it finds, so its words are held.
office_install() {
  command -v npm > /dev/null || apt_install nodejs npm
  npm install --prefix target/proof-office --silent --no-audit --no-fund @ooxml-tools/validate@0.4.6
}
office_accepts() {
  local file=$1 version said
  shift
  for version in "$@"; do
    said=$(target/proof-office/node_modules/.bin/ooxml-validate --office-version "$version" "$file" 2>&1) || true
    [ "$said" = "Found 0 errors" ] || { echo "$file ($version): $said"; return 1; }
  done
}
