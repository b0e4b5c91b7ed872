#!/usr/bin/env bash
# What the office gets: a zip for Windows (the program that .ci/long/windows.sh tests), a tar.gz for Linux, the list of
# parts, and the list of SHA-256 digests, signed. Everything is built twice, in two folders, and must be the same bytes.
#
# usage: .ci/long/release.sh OUT [--sign-key FILE.key.pem]
#
# FUGI_PASSPHRASE opens the key, which `fugi key new` made. To try it quickly:
#   FUGI_RELEASE_PROFILE=dev    the profile of development (default: release, which takes 14 minutes a build and system)
#   FUGI_RELEASE_ONCE=1         build once; then nothing is said of a second build
#   FUGI_RELEASE_BUILT=FOLDER   build nothing: FOLDER/fugi and FOLDER/fugi.exe are packed, whatever they are
set -euo pipefail
cd "$(dirname "$0")/../.."
source .ci/install.sh
source .ci/windows/tools.sh

out=$(realpath -m "${1:?usage: release.sh OUT [--sign-key FILE]}")
key=
[ "${2:-}" != --sign-key ] || key=$(realpath "${3:?--sign-key FILE}")
profile=${FUGI_RELEASE_PROFILE:-release}
folder_of_profile=$([ "$profile" = dev ] && echo debug || echo "$profile")
[ ! -e "$out" ] || { echo "$out exists"; exit 1; }
[ -n "${FUGI_RELEASE_BUILT:-}" ] || [ -z "$(git status --porcelain)" ] || { echo "commit first: a release is of a commit"; exit 1; }
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
work=$PWD/target/release-work
rm -rf "$work"
mkdir -p "$work"
windows_install

# Builds both programs of the sources in a folder, and puts them into another. No path of this machine goes in.
build() {
  local sources=$1 to=$2
  local paths="--remap-path-prefix=$sources=/fugi --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
  paths+=" --remap-path-prefix=$(rustc --print sysroot)=/rust --remap-path-prefix=$windows_rust=/rust"
  mkdir -p "$to"
  (
    cd "$sources"
    export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_STRIP=symbols
    RUSTFLAGS="$paths" cargo build --locked --quiet --profile "$profile" --target-dir target/release-linux
    windows_folder=$sources/target/release-windows
    # The linker writes the time into the program, unless it is told not to.
    RUSTFLAGS="$paths -C link-arg=-Wl,--no-insert-timestamp" windows_cargo build --quiet --profile "$profile"
  )
  cp "$sources/target/release-linux/$folder_of_profile/fugi" "$to/fugi"
  cp "$sources/target/release-windows/$windows_target/$folder_of_profile/fugi.exe" "$to/fugi.exe"
}

if [ -n "${FUGI_RELEASE_BUILT:-}" ]; then
  built=$FUGI_RELEASE_BUILT
else
  built=$work/first
  build "$PWD" "$built"
  if [ -z "${FUGI_RELEASE_ONCE:-}" ]; then
    rm -rf "$work/elsewhere"
    git clone --quiet --no-hardlinks . "$work/elsewhere"
    build "$work/elsewhere" "$work/second"
    for program in fugi fugi.exe; do
      cmp "$built/$program" "$work/second/$program" || { echo "two builds, two digests: $program"; exit 1; }
    done
    rm -rf "$work/elsewhere"
    echo "two builds in two folders: one digest"
  fi
fi

# The guide, printed by fugi's own Typst.
guide=$work/手引き.pdf
cargo run --locked --quiet --example guide -- "$guide" 'fugi の手引き' docs/ja/tebiki.md docs/ja/ekuseru.md \
  docs/ja/torikomi.md docs/ja/watashikata.md docs/ja/shubetsu/*.md docs/ja/itakusaki.md docs/ja/shoseki.md \
  docs/ja/tanmatsu.md docs/ja/yoshiki.md
python3 .ci/long/cyclonedx.py "$SOURCE_DATE_EPOCH" "$(rustc -V | cut -d' ' -f2)" > "$work/fugi.cdx.json"

mkdir -p "$out"
for made in first second; do
  python3 .ci/long/pack.py "$work/$made-packed" "$version" "$built" "$guide" "$work/fugi.cdx.json"
done
diff -r "$work/first-packed" "$work/second-packed" || { echo "packed twice, and not the same"; exit 1; }
cp "$work/first-packed"/* "$out/"

(cd "$out" && sha256sum -- * > SHA256SUMS)
if [ -n "$key" ]; then
  cargo run --locked --quiet --example sign -- "$key" fugi "$out/SHA256SUMS" > "$work/allowed_signers"
  # Held by another program than the one that signed. The line of the signer goes to the office by another way.
  ssh-keygen -Y verify -f "$work/allowed_signers" -I fugi -n file -s "$out/SHA256SUMS.sig" < "$out/SHA256SUMS"
  echo "hand this line over by another way than the packages:"
  cat "$work/allowed_signers"
else
  echo "not signed: no --sign-key"
fi
cat "$out/SHA256SUMS"
