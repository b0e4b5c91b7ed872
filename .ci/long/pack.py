"""Packs what is given out: the same files give the same bytes, whenever and wherever they are packed.

usage: pack.py OUT VERSION FOLDER-OF-PROGRAMS GUIDE.pdf PARTS.json      (SOURCE_DATE_EPOCH is the time of every file)
"""

import gzip
import io
import os
import pathlib
import sys
import tarfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT, VERSION, BUILT, GUIDE, PARTS = sys.argv[1:]
EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])

# What a double click runs. ASCII only: the old command prompt reads it in its own code page (932), a new one in
# another. `pushd` gives a share of a file server a letter for as long as it takes. Where the program lies beside the
# papers their folder is opened, else one of its own, which `fugi open` begins.
OPEN = (ROOT / ".ci/windows/open.cmd").read_bytes()

README = """fugi {version}（付議）

1. 「fugi を開く.cmd」をダブルクリックすると、ブラウザに画面が開きます。資料は、この中の shiryo フォルダに置かれます
   （fugi.yaml のあるフォルダに fugi.exe とこのファイルを置けば、そのフォルダが開きます）。
   （Linux では、端末で ./fugi open フォルダ）
2. 使い方は「手引き.pdf」にあります。
3. 中に含まれるものの使用許諾は licenses フォルダに、部品の一覧は fugi.cdx.json（CycloneDX）にあります。

初めて開くとき、Windows が「WindowsによってPCが保護されました」と表示することがあります（この配布物には、Windows の
コード署名がありません）。情報システムの担当者が SHA256SUMS の署名と値を確かめてから配ってください。

  確かめ方: certutil -hashfile fugi-{version}-windows.zip SHA256   の値が SHA256SUMS の行と同じこと
            ssh-keygen -Y verify -f allowed_signers -I fugi -n file -s SHA256SUMS.sig < SHA256SUMS
            （allowed_signers は、配布物とは別の道で受け取ってください）
"""


def files(system):
    """(name, bytes, is a program) of everything in a package."""
    program = "fugi.exe" if system == "windows" else "fugi"
    yield program, (pathlib.Path(BUILT) / program).read_bytes(), True
    text = README.format(version=VERSION)
    if system == "windows":
        yield "fugi を開く.cmd", OPEN, False
        text = "\ufeff" + text.replace("\n", "\r\n")
    yield "はじめに.txt", text.encode(), False
    yield "手引き.pdf", pathlib.Path(GUIDE).read_bytes(), False
    yield "fugi.cdx.json", pathlib.Path(PARTS).read_bytes(), False
    for path in ["LICENSE-MIT", "LICENSE-APACHE", "licenses/crates.txt"]:
        yield "licenses/" + pathlib.Path(path).name, (ROOT / path).read_bytes(), False
    yield "licenses/fonts.txt", (ROOT / "templates/fonts/OFL.txt").read_bytes(), False


def pack_zip(path, folder):
    moment = time.gmtime(EPOCH)[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, contents, is_program in files("windows"):
            own = zipfile.ZipInfo(f"{folder}/{name}", date_time=moment)
            own.compress_type = zipfile.ZIP_DEFLATED
            own.create_system = 3
            own.external_attr = (0o100755 if is_program else 0o100644) << 16
            archive.writestr(own, contents)


def pack_tar(path, folder):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, contents, is_program in files("linux"):
            own = tarfile.TarInfo(f"{folder}/{name}")
            own.size, own.mtime, own.mode = len(contents), EPOCH, 0o755 if is_program else 0o644
            archive.addfile(own, io.BytesIO(contents))
    with open(path, "wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=EPOCH) as packed:
        packed.write(plain.getvalue())


out = pathlib.Path(OUT)
out.mkdir(parents=True)
pack_zip(out / f"fugi-{VERSION}-windows.zip", f"fugi-{VERSION}")
pack_tar(out / f"fugi-{VERSION}-linux.tar.gz", f"fugi-{VERSION}")
(out / "fugi.cdx.json").write_bytes(pathlib.Path(PARTS).read_bytes())
