# Read by the proof of Windows, the long tests and the release: a compiler for Windows and wine to run what it makes, of
# Debian's packages alone. `windows_install` makes both ready, `windows_cargo` is cargo for Windows, `windows` runs a
# program of Windows.

# Windows 7 and later. The target of today's Windows (x86_64-pc-windows-gnu) builds too, but takes its random bytes from
# a library that wine 8 does not have; what is tested is what is given out.
windows_target=x86_64-win7-windows-gnu
windows_rust=$PWD/target/windows-rust
windows_folder=$PWD/target/windows

# The compiler with the sources of std comes as packages that would take the place of another rustc: they are unpacked
# beside it, never installed.
windows_install() {
  apt_install gcc-mingw-w64-x86-64-win32 wine64 wine python3 libedit2 libxml2 libz3-4
  if [ ! -e "$windows_rust/whole" ]; then
    rm -rf "$windows_rust"
    mkdir -p "$windows_rust/packages"
    (
      cd "$windows_rust/packages"
      [ -n "${FUGI_APT_UPDATED:-}" ] || apt-get update -qq
      std=$(apt-cache depends libstd-rust-web-dev | sed -n 's/.*Depends: \(libstd-rust-web-[0-9.]*\)$/\1/p')
      llvm=$(apt-cache depends "$std" | sed -n 's/.*Depends: \(libllvm[0-9]*\)$/\1/p')
      apt-get download -qq rustc-web rust-web-src libstd-rust-web-dev "$std" "$llvm" 2> "$windows_rust/said" \
        || { cat "$windows_rust/said"; exit 1; }
      for package in *.deb; do dpkg-deb -x "$package" ..; done
    )
    rm -rf "$windows_rust/packages"
    touch "$windows_rust/whole"
  fi
  windows_rustc -vV > /dev/null
  wine_install
}

windows_rustc() { LD_LIBRARY_PATH="$windows_rust/usr/lib/x86_64-linux-gnu" "$windows_rust/usr/bin/rustc" "$@"; }

# Without the lines of debugging: the program for Windows is a hundred megabytes smaller, and linked in half the time.
windows_cargo() {
  local command=$1
  shift
  RUSTC="$windows_rust/usr/bin/rustc" LD_LIBRARY_PATH="$windows_rust/usr/lib/x86_64-linux-gnu" RUSTC_BOOTSTRAP=1 \
    CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc CARGO_PROFILE_DEV_DEBUG=0 \
    cargo "$command" --locked -Z build-std=std,panic_abort,panic_unwind,proc_macro \
    --target "$windows_target" --target-dir "$windows_folder" "$@"
}

# A Windows of its own under target/, with a folder for temporary files that Linux can see, a share `\\fugi\share` of a
# file server, and no browser and no desktop.
wine_install() {
  export WINEPREFIX=$PWD/target/windows-prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree=;mshtml=;winemenubuilder.exe='
  unset DISPLAY WAYLAND_DISPLAY
  windows_temporary=$PWD/target/windows-temporary
  rm -rf "$windows_temporary"
  mkdir -p "$windows_temporary"
  if [ ! -e "$WINEPREFIX/whole" ]; then
    rm -rf "$WINEPREFIX"
    windows wineboot -i > /dev/null 2>&1
    local own
    for own in TEMP TMP; do
      windows reg add 'HKCU\Environment' /v "$own" /d "$(windows_path "$windows_temporary")" /f > /dev/null 2>&1
    done
    rm -rf "$WINEPREFIX/dosdevices/unc"
    mkdir -p "$WINEPREFIX/dosdevices/unc/fugi/share"
    touch "$WINEPREFIX/whole"
  fi
}

windows() { wine "$@" < /dev/null; }

# One server for all that follows: it ends by itself seconds after the last program, and takes seconds to begin.
wine_keep() {
  "$(command -v wineserver || echo /usr/lib/wine/wineserver64)" -p || true
  trap '"$(command -v wineserver || echo /usr/lib/wine/wineserver64)" -k || true' EXIT
}

windows_path() { printf 'Z:%s' "${1//\//\\}"; }

windows_program=$windows_folder/$windows_target/debug/fugi.exe

# Builds the program and its tests, at once: cargo gives the same parts to both. Prints the path of the tests.
windows_build_tests() {
  windows_cargo test --quiet --test it --no-run --message-format=json \
    | sed -n 's/.*"target":{"kind":\["test"\].*"executable":"\([^"]*\)".*/\1/p'
}
