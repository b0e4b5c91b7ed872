//! A whole evidence folder made through the real binary, as the people of the fictional matter would make it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The name of the log.
pub(crate) const LOG: &str = "mihon.example/evidence";

/// How many versions of the key register the story logs before anything else: its own records begin behind them.
pub(crate) const FIRST: u64 = 8;

/// The passphrase of every key here.
pub(crate) const PASSPHRASE: &str = "見本のための合言葉である";

/// A folder with a workspace, keys and forms.
pub(crate) struct Stage {
    pub(crate) folder: tempfile::TempDir,
}

/// What a run printed.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else if entry.path_is_symlink() {
            link(&fs::read_link(entry.path()).unwrap(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// The last day that forms are filled as on: the contracts of the fictional matter end a month later.
const LAST_DAY: &str = "2027-03-01T00:00:00Z";

/// Makes a link to a file or folder.
#[cfg(unix)]
pub(crate) fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}

/// Makes a link to a file or folder, which Windows tells apart.
#[cfg(windows)]
pub(crate) fn link(to: &Path, at: &Path) {
    use std::os::windows::fs::{symlink_dir, symlink_file};
    let is_folder = at.parent().is_some_and(|folder| folder.join(to).is_dir());
    if is_folder { symlink_dir(to, at) } else { symlink_file(to, at) }.unwrap();
}

/// Returns a new folder: in memory where the system has such a place (and says there when a file was made), since every
/// append waits for the disk several times, and hundreds of stages are made.
fn folder() -> tempfile::TempDir {
    let fast = tempfile::tempdir_in("/dev/shm").ok();
    let says_when =
        |own: &tempfile::TempDir| own.path().metadata().is_ok_and(|about| about.created().is_ok());
    fast.filter(says_when).unwrap_or_else(|| tempfile::tempdir().unwrap())
}

impl Stage {
    /// A workspace with the fictional matter of the repository, and no evidence yet. The other matters are left out:
    /// hundreds of runs would read them.
    pub(crate) fn empty() -> Self {
        let folder = folder();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["policies/common", "policies/r08/forms"] {
            copy(&root.join(part), &folder.path().join(part));
        }
        for file in ["policies/r08/parties.yaml", "policies/r08/mihon-itaku.yaml"] {
            fs::copy(root.join(file), folder.path().join(file)).unwrap();
        }
        fs::copy(root.join("fugi.yaml"), folder.path().join("fugi.yaml")).unwrap();
        copy(&root.join("tests/data/records"), &folder.path().join("forms"));
        fs::create_dir(folder.path().join("keys")).unwrap();
        Self { folder }
    }

    /// A copy of the whole story, made once.
    pub(crate) fn told() -> Self {
        static TOLD: OnceLock<Stage> = OnceLock::new();
        let told = TOLD.get_or_init(super::walk::tell);
        let folder = folder();
        copy(told.folder.path(), folder.path());
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs a command line in the folder; words in quotes stay together.
    pub(crate) fn run(&self, line: &str) -> Ran {
        self.run_with(line, Some(PASSPHRASE))
    }

    pub(crate) fn run_with(&self, line: &str, passphrase: Option<&str>) -> Ran {
        let mut words = Vec::new();
        for (index, part) in line.split('"').enumerate() {
            if index % 2 == 1 {
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_fugi"));
        command.args(&words).current_dir(self.folder.path()).env_remove("FUGI_PASSPHRASE");
        command.stdin(std::process::Stdio::null());
        if let Some(passphrase) = passphrase {
            command.env("FUGI_PASSPHRASE", passphrase);
        }
        let Output { status, stdout, stderr } = command.output().unwrap();
        Ran {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Fills the placeholders of a form: days and times before today, or before [`LAST_DAY`] once that is past, the log, digests.
    pub(crate) fn fill(&self, form: &str, values: &BTreeMap<String, String>) -> PathBuf {
        let mut text = self.read(&format!("forms/{form}"));
        let now = chrono::Utc::now() + chrono::Duration::hours(9);
        // Within the term of the contracts of the matter, whatever today is.
        let now = now.min(chrono::DateTime::parse_from_rfc3339(LAST_DAY).unwrap().to_utc());
        for days in 0..40 {
            let then = now - chrono::Duration::days(days);
            text = text.replace(&format!("@D{days}@"), &then.format("%Y-%m-%d").to_string());
            text = text.replace(&format!("@T{days}@"), &then.format("%Y-%m-%dT10:00:00+09:00").to_string());
        }
        text = text.replace("@LOG@", LOG);
        for contract in ["ticket", "result"] {
            let mark = format!("@CONTRACT-{contract}@");
            if text.contains(&mark) {
                text = text.replace(&mark, &self.contract_digest(contract));
            }
        }
        for (mark, value) in values {
            text = text.replace(&format!("@{mark}@"), value);
        }
        let path = self.path(&format!("forms/{form}"));
        fs::write(&path, text).unwrap();
        path
    }

    /// Returns the digest that a new form names for a contract.
    fn contract_digest(&self, contract: &str) -> String {
        let made = format!("forms/.digest-{contract}.yaml");
        if !self.path(&made).exists() {
            self.run(&format!(
                "record new handlers-report --contract r08/mihon-itaku/{contract} --log {LOG} --out {made}"
            ))
            .ok();
        }
        let text = self.read(&made);
        let line = text.lines().find_map(|line| line.strip_prefix("contract_digest: ")).unwrap();
        line.split_whitespace().next().unwrap().to_owned()
    }

    /// Returns the file of the entry of a record of the story, counted behind the register.
    pub(crate) fn leaf_file(number: u64) -> String {
        format!("evidence/log/leaf/{:03}", FIRST + number)
    }

    /// Returns the digest of a record of the story, counted behind the register.
    pub(crate) fn record(&self, number: u64) -> String {
        let leaf = self.read(&Self::leaf_file(number));
        leaf.lines().find_map(|line| line.strip_prefix("record sha256:")).unwrap().to_owned()
    }

    /// Returns the file of a record of the story, counted behind the register.
    pub(crate) fn record_file(&self, number: u64) -> String {
        let digest = self.record(number);
        format!("evidence/records/sha256/{}/{digest}.json", &digest[..2])
    }

    /// Returns what `verify` prints, times and digests taken out, so that it can be compared.
    pub(crate) fn verify(&self, more: &str) -> String {
        let ran = self.run(&format!("verify {more}"));
        let said = format!("exit: {}\n{}{}", ran.code, ran.out, ran.err);
        steady(&said).replace(&self.folder.path().display().to_string(), "")
    }
}

/// Replaces digests and times, which differ from run to run.
pub(crate) fn steady(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let run = rest.find(|c: char| !is_hex(c)).unwrap_or(rest.len());
        if run == 64 || run == 32 {
            out.push_str(if run == 64 { "<digest>" } else { "<id>" });
            rest = &rest[run..];
        } else if let Some(time) = time_of(rest) {
            out.push_str("<time>");
            rest = &rest[time..];
        } else {
            let step = if run > 0 { run.min(rest.len()) } else { first.len_utf8() };
            // Digits may begin a time in the middle of a run only at its start, so the run goes as it is.
            out.push_str(&rest[..step]);
            rest = &rest[step..];
        }
    }
    out.lines().map(shorten).collect()
}

/// Takes the folder of two digits out of paths, which differs with the digest, and an age that grows by the day.
fn shorten(line: &str) -> String {
    let mut line = line.to_owned();
    let ages = [
        ("いちばん古いものは ", " 日前"),
        ("the oldest logged ", " day(s) ago"),
        ("the oldest ", " day(s) ago"),
    ];
    for (before, after) in ages {
        line = line
            .split(before)
            .enumerate()
            .map(|(index, part)| {
                let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
                let is_age = index > 0 && digits > 2 && part[digits..].starts_with(after);
                if is_age { format!("<days>{}", &part[digits..]) } else { part.to_owned() }
            })
            .collect::<Vec<_>>()
            .join(before);
    }
    while let Some(at) = line.find("sha256/").filter(|at| line[at + 7..].chars().nth(2) == Some('/')) {
        line.replace_range(at..at + 10, "<sha>/");
    }
    line.replace("<sha>/", "sha256/..") + "\n"
}

/// Returns the length of a day and time at the beginning of a text.
fn time_of(text: &str) -> Option<usize> {
    let pattern: Vec<char> = "dddd-dd-dd dd:dd".chars().collect();
    let letters: Vec<char> = text.chars().take(25).collect();
    let fits = |length: usize, separator: char| {
        letters.len() >= length
            && pattern.iter().zip(&letters).all(|(want, is)| match want {
                'd' => is.is_ascii_digit(),
                ' ' => *is == separator,
                _ => want == is,
            })
    };
    if fits(16, 'T') {
        // With seconds and offset.
        let end = text.find(|c: char| !(c.is_ascii_digit() || "-T:+Z".contains(c))).unwrap_or(text.len());
        return Some(end);
    }
    fits(16, ' ').then_some(16)
}
