//! `fugi log` as its users meet it: the ward, the witness, the contractor with a receipt, and what each reads when
//! something is wrong.

use crate::support;

use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::key;
use fugi::evidence::format::note::VerifierKey;
use fugi::evidence::log::{Log, Submission};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::evidence::{ORIGIN, log_key, moment, record, witness_key};
use support::golden;
use tempfile::TempDir;

const PASSPHRASE: &str = "a passphrase for tests";

/// A folder with the keys of a ward and a witness, and what the program printed in it.
struct Desk {
    folder: TempDir,
    shown: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: TempDir::new().unwrap(), shown: String::new() };
        for (name, key) in [
            ("log.pem", log_key()),
            ("kansa.pem", witness_key()),
            ("other.pem", PrivateKey::from_seed(&[9; 32])),
        ] {
            let text = key::encrypt(&key, PASSPHRASE, &[]).unwrap();
            fs::write(desk.path(name), text.as_bytes()).unwrap();
            // A key that others can read is warned of.
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(desk.path(name), fs::Permissions::from_mode(0o600)).unwrap();
            }
        }
        let log = VerifierKey::log(ORIGIN, log_key().public());
        let witness = VerifierKey::witness("kansa.example/w", witness_key().public());
        fs::write(desk.path("trust.txt"), format!("log {log}\nwitness 監査 {witness}\nquorum 監査\n"))
            .unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn with_log(self) -> Self {
        Log::create(&self.path("evidence"), ORIGIN, &log_key()).unwrap();
        self
    }

    fn add(&self, folder: &str, n: u64) {
        let record = record(n, serde_json::json!({}), &[]);
        let kind = "https://fugi.example/receipt/v1";
        let log = Log::open(&self.path(folder)).unwrap();
        log.append(&log_key(), &Submission { record: record.as_bytes(), attachments: &[], kind }, moment(n))
            .unwrap();
    }

    /// Runs `fugi` and keeps what it printed; folder and time are taken out.
    fn run(&mut self, arguments: &str, code: i32) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(arguments.split(' '))
            .current_dir(self.folder.path())
            .env("FUGI_PASSPHRASE", PASSPHRASE)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        let text = text.replace(&*self.folder.path().to_string_lossy(), "<DIR>");
        self.shown.push_str(&format!("$ fugi {arguments}\n{text}\n"));
        assert_eq!(output.status.code(), Some(code), "fugi {arguments}\n{text}");
        text
    }

    fn done(self, name: &str) {
        golden(&format!("log_commands/{name}.txt"), &self.shown);
    }
}

#[test]
fn a_log_is_made_once() {
    let mut desk = Desk::new();
    desk.run(&format!("log new {ORIGIN} --log-key log.pem --evidence evidence"), 0);
    desk.run(&format!("log new {ORIGIN} --log-key log.pem --evidence evidence"), 2);
    desk.run("log new 見本区+ログ --log-key log.pem --evidence another", 2);
    desk.run("log list --evidence evidence", 0);
    desk.run("log checkpoint --evidence evidence", 0);
    desk.run("log list --evidence nowhere", 2);
    desk.run("log checkpoint --log-key other.pem --evidence evidence", 2);
    let attributes = fs::read_to_string(desk.path("evidence/.gitattributes")).unwrap();
    assert!(attributes.contains("** -text\n") && attributes.contains("log/** -text -merge\n"));
    assert!(!desk.path("another").exists());
    desk.done("new");
}

#[test]
fn of_an_empty_log_there_is_nothing_to_take_away() {
    let mut desk = Desk::new().with_log();
    let before = files(&desk.path("evidence"));
    let told = desk.run("export --out taken --evidence evidence", 2);
    assert!(told.contains("ログに記録がまだ一つもないので"), "{told}");
    let told = desk.run("export --out taken.zip --evidence evidence --lang en", 2);
    assert!(told.contains("the log has no entry yet, so there is nothing to take away"), "{told}");
    assert!(!desk.path("taken").exists() && !desk.path("taken.zip").exists());
    assert_eq!(files(&desk.path("evidence")), before);
}

#[test]
fn entries_are_listed_shown_and_proved() {
    let mut desk = Desk::new().with_log();
    (0..3).for_each(|n| desk.add("evidence", n));
    desk.run("log list --evidence evidence", 0);
    desk.run("log list --evidence evidence --format json", 0);
    desk.run("log show 3 --evidence evidence", 2);
    desk.run("log proof 7 --evidence evidence", 2);
    desk.run("log proof 1 --evidence evidence --out uketori.tlog-proof", 0);
    desk.run("log proof 1 --evidence evidence --out uketori.tlog-proof", 2);
    // Not witnessed yet, so the trust file is not met.
    let check = "log proof --check uketori.tlog-proof --entry uketori.entry --trust trust.txt";
    desk.run(check, 1);
    fs::write(desk.path("trust.txt"), trust_without_witness()).unwrap();
    desk.run(check, 0);
    let entry = fs::read_to_string(desk.path("uketori.entry")).unwrap();
    fs::write(desk.path("uketori.entry"), entry.replace("receipt", "reciept")).unwrap();
    desk.run(check, 1);
    fs::write(desk.path("uketori.tlog-proof"), "c2sp.org/tlog-proof@v1\nindex 01\n\nx\n").unwrap();
    desk.run(check, 2);
    desk.done("list");
}

fn trust_without_witness() -> String {
    format!("log {}\nquorum none\n", VerifierKey::log(ORIGIN, log_key().public()))
}

#[test]
fn a_witness_signs_by_files() {
    let mut desk = Desk::new().with_log();
    (0..3).for_each(|n| desk.add("evidence", n));
    desk.run("log witness request --evidence evidence --out irai.txt", 2);
    desk.run("log witness request --evidence evidence --trust trust.txt --out irai.txt", 0);
    let sign = "log witness sign --state kansa --trust trust.txt --key kansa.pem";
    desk.run(&format!("{sign} irai.txt --out kaito.txt"), 1);
    desk.run(&format!("{sign} irai.txt --out kaito.txt --first {ORIGIN}"), 0);
    desk.run("log witness accept kaito.txt --evidence evidence", 2);
    desk.run("log witness accept kaito.txt --evidence evidence --trust trust.txt", 0);
    assert_eq!(
        fs::read(desk.path("evidence/log/checkpoint")).unwrap(),
        fs::read(desk.path("evidence/log/checkpoints/3.cosigned")).unwrap()
    );
    // The same request again: the witness has gone on.
    desk.run(&format!("{sign} irai.txt --out kaito2.txt"), 1);
    assert!(!desk.path("kaito2.txt").exists());
    desk.add("evidence", 3);
    desk.run("log witness request --evidence evidence --trust trust.txt --out irai2.txt", 0);
    let bad = fs::read_to_string(desk.path("irai2.txt")).unwrap().replace("old 3\n", "old 3\nAAAA\n");
    fs::write(desk.path("warui.txt"), bad).unwrap();
    desk.run(&format!("{sign} warui.txt --out kaito3.txt"), 1);
    fs::write(desk.path("kaito.txt"), "— kansa.example/w AAAA\n").unwrap();
    desk.run("log witness accept kaito.txt --evidence evidence --trust trust.txt", 2);
    fs::write(desk.path("trust.txt"), "log x\n").unwrap();
    desk.run(&format!("{sign} irai2.txt --out kaito4.txt"), 2);
    // Times of the signatures are of today, so only the messages are compared.
    desk.done("witness");
}

#[test]
fn packing_and_resequencing() {
    let mut desk = Desk::new().with_log();
    (0..2).for_each(|n| desk.add("evidence", n));
    support::evidence::copy_all(&desk.path("evidence"), &desk.path("branch"));
    (2..4).for_each(|n| desk.add("evidence", n));
    (7..9).for_each(|n| desk.add("branch", n));
    desk.add("branch", 3);
    desk.run("log pack --log-key log.pem --evidence evidence", 0);
    desk.run("log resequence --onto evidence --log-key log.pem --evidence branch", 2);
    desk.run("log resequence --onto evidence --log-key log.pem --evidence branch --yes", 0);
    desk.run("log resequence --onto evidence --log-key log.pem --evidence branch --yes", 0);
    let log = Log::open(&desk.path("branch")).unwrap();
    assert_eq!(log.checkpoint().unwrap().head.size, 6);
    for position in 0..4 {
        assert_eq!(
            log.entry(position).unwrap(),
            Log::open(&desk.path("evidence")).unwrap().entry(position).unwrap()
        );
    }
    assert!(!desk.path("branch/.log-before").exists());
    let trust = support::evidence::policy();
    let (report, problems) =
        support::evidence::verify(&desk.path("branch"), fugi::evidence::verify::log::Trust::Folder, &[]);
    assert_eq!((report.whole, problems.len()), (6, 0), "{problems:?}");
    drop(trust);
    desk.done("fix");
}

#[test]
fn a_cosigned_branch_is_not_reordered() {
    let mut desk = Desk::new().with_log();
    desk.add("evidence", 0);
    support::evidence::copy_all(&desk.path("evidence"), &desk.path("branch"));
    desk.add("evidence", 1);
    desk.add("branch", 2);
    desk.run("log witness request --evidence branch --trust trust.txt --out irai.txt", 0);
    desk.run("log witness sign --state kansa --trust trust.txt --key kansa.pem irai.txt --out kaito.txt --first mihon.example/log", 0);
    desk.run("log witness accept kaito.txt --evidence branch --trust trust.txt", 0);
    let before = files(&desk.path("branch"));
    desk.run("log resequence --onto evidence --log-key log.pem --evidence branch --yes", 2);
    assert_eq!(files(&desk.path("branch")), before);
    desk.done("cosigned-branch");
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}
