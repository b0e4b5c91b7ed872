//! A small workspace in a temporary folder, and the program run in it.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod command_line;
pub(crate) mod compared;
pub(crate) mod evidence;
pub(crate) mod faults;
pub(crate) mod fragments;
pub(crate) mod large;
pub(crate) mod large_matter;
pub(crate) mod loaded;
pub(crate) mod printed;
pub(crate) mod random;
pub(crate) mod schema;
pub(crate) mod units;
pub(crate) mod word;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Whether everything is tried (`FUGI_THOROUGH` is set, as `.ci/run` does), and not only what fits into minutes.
pub(crate) fn thorough() -> bool {
    std::env::vars_os().any(|(name, _)| name == "FUGI_THOROUGH")
}

/// The folder of the one year.
pub(crate) const YEAR: &str = "policies/r07";

/// A matter that says enough to be named in every way a reference can.
pub(crate) const MATTER: &str = include_str!("matter.yaml");

const WARD: &str = "\
name: 見本区
council:
  name: 見本会議
  articles:
    - { article: 第3条, kinds: [external_connection, outsourcing] }
departments:
  - { id: ka, name: 見本課 }
registered_businesses:
  - { id: gyomu, name: 見本業務 }
";

const COMMON: &str = "\
person_units: [名, 人]
certifications:
  - { id: iso27001, name: ISO27001, wording: ISO27001認証取得事業者 }
networks:
  - { id: lgwan, name: LGWAN回線, words: [LGWAN], closed: true }
  - { id: internet, name: インターネット回線, words: [インターネット], closed: false }
protections:
  - { id: transport-encryption, name: 通信暗号化, encrypts: true }
acts:
  - { name: 送信, class: send }
  - { name: 作成, class: make }
bodies:
  - { id: shingikai, name: 見本審議会 }
clauses:
  - { id: himitsu, name: 秘密の保持 }
";

const PARTIES: &str = "\
parties:
  - { id: kaisha, name: 見本株式会社, fictional: true, certifications: [{ kind: iso27001 }] }
";

const FORM: &str = "\
id: itaku
kind: outsourcing
bearer: contractor
title: 見本の様式
heading: 対策
column: 内容
legend: [○は行う]
groups:
  - category: operational
    label: 【運用上の対策】
    rows:
      - { id: P1, text: 契約書に明記する。 }
      - { id: P2, text: 暗号化する。, topics: [file_encryption] }
";

/// A workspace in a temporary folder, with the year `r07` and the matter `yoi`, in which nothing is wrong.
pub(crate) struct Sandbox {
    folder: TempDir,
    /// The user that runs the program, where it is not the one that runs the tests.
    user: Option<u32>,
}

/// What the program did.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let sandbox = Self { folder: TempDir::new().unwrap(), user: None };
        let labels = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/r07/forms/submission.yaml");
        for (path, text) in [
            ("fugi.yaml", WARD),
            ("policies/common/kyotsu.yaml", COMMON),
            ("policies/r07/parties.yaml", PARTIES),
            ("policies/r07/forms/itaku.yaml", FORM),
            ("policies/r07/forms/submission.yaml", &fs::read_to_string(labels).unwrap()),
            ("policies/r07/yoi.yaml", MATTER),
        ] {
            sandbox.write(path, text);
        }
        sandbox
    }

    pub(crate) fn root(&self) -> PathBuf {
        fugi::source::plain(&self.folder.path().canonicalize().unwrap())
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.path(path);
        if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
    }

    /// Writes the matter `warui`: the good one with `from` replaced by `to`, once.
    pub(crate) fn spoil(&self, from: &str, to: &str) {
        self.write("policies/r07/warui.yaml", replaced(MATTER, from, to));
    }

    /// Replaces `from` by `to`, once, in a file.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        self.write(path, replaced(&self.read(path), from, to));
    }

    /// Runs git in the workspace; the user's own settings are left out.
    pub(crate) fn git(&self, arguments: &[&str]) {
        let run = Command::new("git")
            .current_dir(self.root())
            .args(["-c", "user.name=a", "-c", "user.email=a@example.jp", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    /// Lets the program run as a user without rights of its own, to whom the folder is open; only root can.
    #[cfg(unix)]
    pub(crate) fn run_by_nobody(mut self) -> Self {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(self.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        self.user = Some(65534);
        self
    }

    /// Returns whether the program can be started at all.
    pub(crate) fn can_run(&self) -> bool {
        self.command().arg("--version").output().is_ok_and(|output| output.status.success())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fugi"));
        command.current_dir(self.root());
        #[cfg(unix)]
        if let Some(user) = self.user {
            use std::os::unix::process::CommandExt;
            command.uid(user);
        }
        command
    }

    /// Runs `fugi`; the folder's name is taken out of what it prints.
    pub(crate) fn fugi(&self, arguments: &[&str]) -> Run {
        let output = self.command().args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            text.replace(&*self.root().to_string_lossy(), "<DIR>")
        };
        Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "`{from}` stands nowhere in the text");
    text.replacen(from, to, 1)
}

/// Compares with a committed text; `UPDATE=1` writes it.
pub(crate) fn golden(path: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path);
    if option_env!("UPDATE").is_some() || std::env::vars_os().any(|(name, _)| name == "UPDATE") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, found).unwrap();
        return;
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if wanted != found {
        panic!("{} differs; UPDATE=1 rewrites it\n--- found\n{found}\n--- wanted\n{wanted}", path.display());
    }
}
