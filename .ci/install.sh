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
