//! The log and other programs: their vectors, a log for them to check, one append for `strace` to break.
//! `.ci/proof/evidence_log.sh` runs these.

use crate::support;

use base64::Engine as _;
use fugi::diagnostic::Severity;
use fugi::evidence::error::Error;
use fugi::evidence::format::checkpoint::Checkpoint;
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PublicKey;
use fugi::evidence::format::leaf;
use fugi::evidence::format::note::VerifierKey;
use fugi::evidence::format::policy::Policy;
use fugi::evidence::format::proof::{extends, includes};
use fugi::evidence::format::tile::{read_bundle, write_tile};
use fugi::evidence::format::tree::{Frontier, leaf_hash};
use fugi::evidence::log::{Log, Submission};
use fugi::evidence::store::Disk;
use fugi::evidence::verify::log::{Kind, Trust};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use support::evidence::{ORIGIN, log_key, moment, policy, record, witness_key};

/// A variable that the script sets.
fn told(name: &str) -> PathBuf {
    let value = std::env::vars_os().find(|(own, _)| own == name);
    PathBuf::from(value.unwrap_or_else(|| panic!("{name} is not set")).1)
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn bytes_of_hex(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn accepts(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let key = <&[u8; 32]>::try_from(key).ok().and_then(|key| PublicKey::from_bytes(key).ok());
    match (key, <&[u8; 64]>::try_from(signature)) {
        (Some(key), Ok(signature)) => key.verifies(message, signature),
        _ => false,
    }
}

#[test]
#[ignore = "needs FUGI_VECTORS; .ci/run runs it"]
fn signatures_of_others() {
    let vectors = told("FUGI_VECTORS");
    let (mut accepted, mut all) = (0, 0);
    for case in json(&vectors.join("cctv-ed25519/ed25519vectors.json")).as_array().unwrap() {
        let bytes = |key: &str| bytes_of_hex(case[key].as_str().unwrap());
        // A point of small order or not canonical, a residue of small order: whoever signs so could deny it later.
        let odd = case["flags"].as_array().is_some_and(|flags| {
            let odd =
                ["low_order_A", "low_order_R", "low_order_residue", "non_canonical_A", "non_canonical_R"];
            flags.iter().any(|flag| odd.contains(&flag.as_str().unwrap()))
        });
        let holds = accepts(&bytes("key"), case["msg"].as_str().unwrap().as_bytes(), &bytes("sig"));
        assert_eq!(holds, !odd, "case {}", case["number"]);
        accepted += u32::from(holds);
        all += 1;
    }
    assert_eq!((accepted, all), (43, 914));
    let (mut accepted, mut all) = (0, 0);
    for case in json(&vectors.join("speccheck/cases.json")).as_array().unwrap() {
        let bytes = |key: &str| bytes_of_hex(case[key].as_str().unwrap());
        accepted += u32::from(accepts(&bytes("pub_key"), &bytes("message"), &bytes("signature")));
        all += 1;
    }
    assert_eq!((accepted, all), (1, 12));
    let mut all = 0;
    let text = fs::read_to_string(vectors.join("dalek/TESTVECTORS")).unwrap();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let parts: Vec<Vec<u8>> = line.split(':').map(bytes_of_hex).collect();
        assert!(accepts(&parts[1], &parts[2], &parts[3][..64]), "line {}", all + 1);
        let mut altered = parts[3][..64].to_vec();
        altered[all % 64] ^= 1;
        assert!(!accepts(&parts[1], &parts[2], &altered));
        all += 1;
    }
    assert_eq!(all, 128);
}

fn hash(value: &Value) -> Option<Digest> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(value.as_str()?).ok()?;
    <[u8; 32]>::try_from(bytes).ok().map(Digest::from)
}

#[test]
#[ignore = "needs FUGI_VECTORS; .ci/run runs it"]
fn proofs_of_others() {
    let folder = told("FUGI_VECTORS").join("merkle-proofs/testdata");
    let cases = |kind: &str| {
        walkdir::WalkDir::new(folder.join(kind))
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "json"))
            .map(|entry| (entry.path().to_owned(), json(entry.path())))
            .collect::<Vec<_>>()
    };
    let path = |case: &Value| -> Option<Vec<Digest>> {
        case["proof"].as_array().map_or(Some(Vec::new()), |path| path.iter().map(hash).collect())
    };
    let mut all = 0;
    for (file, case) in cases("inclusion") {
        let number = |key: &str| case[key].as_u64().unwrap_or(u64::MAX);
        let holds = match (path(&case), hash(&case["leafHash"]), hash(&case["root"])) {
            (Some(path), Some(leaf), Some(root)) => {
                includes(&path, number("leafIdx"), &leaf, number("treeSize"), &root)
            }
            _ => false,
        };
        assert_eq!(holds, !case["wantErr"].as_bool().unwrap(), "{}", file.display());
        all += 1;
    }
    let mut not_hashes = 0;
    for (file, case) in cases("consistency") {
        let number = |key: &str| case[key].as_u64().unwrap_or(u64::MAX);
        let roots = (hash(&case["root1"]), hash(&case["root2"]));
        if case["wantErr"] == false && (roots.0.is_none() || roots.1.is_none()) {
            // One file has roots of 12 bytes that nobody looks at; a root here is a hash.
            not_hashes += 1;
            continue;
        }
        let holds = match (path(&case), roots) {
            (Some(path), (Some(old), Some(new))) => {
                extends(&path, number("size1"), &old, number("size2"), &new)
            }
            _ => false,
        };
        assert_eq!(holds, !case["wantErr"].as_bool().unwrap(), "{}", file.display());
        all += 1;
    }
    assert_eq!((all, not_hashes), (195, 1));
}

#[test]
#[ignore = "needs FUGI_VECTORS; .ci/run runs it"]
fn a_log_of_others() {
    let folder = told("FUGI_VECTORS").join("tessera-log/testdata/log");
    let key: VerifierKey =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx".parse().unwrap();
    let bundle = fs::read(folder.join("tile/entries/000.p/15")).unwrap();
    let entries = read_bundle(&bundle).unwrap();
    let hashes: Vec<Digest> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    let mut heads = 0;
    let mut edge = Frontier::default();
    for size in 0..=entries.len() {
        if size > 0 {
            edge.push(hashes[size - 1]);
            let tile = fs::read(folder.join(format!("tile/0/000.p/{size}"))).unwrap();
            assert_eq!(tile, write_tile(&hashes[..size]));
        }
        let Ok(bytes) = fs::read(folder.join(format!("checkpoint.{size}"))) else { continue };
        let checkpoint = Checkpoint::parse(&bytes).unwrap();
        assert!(checkpoint.is_signed_by(&key), "{size}");
        assert_eq!((checkpoint.head.size, checkpoint.head.root), (size as u64, edge.root()));
        assert_eq!(checkpoint.to_string().as_bytes(), bytes);
        heads += 1;
    }
    assert!(heads >= 15, "{heads}");
}

#[test]
#[ignore = "needs FUGI_OUT; .ci/run runs it"]
fn a_log_for_others() {
    use fugi::evidence::log::witness::Witness;
    let out = told("FUGI_OUT");
    let root = out.join("evidence");
    let hasty = Disk::with_calls(&root, std::sync::Arc::new(support::evidence::Hasty));
    let log = Log::create_in(std::sync::Arc::new(hasty), ORIGIN, &log_key()).unwrap();
    let mut n = 0;
    for count in [5, 251, 1, 48] {
        let records: Vec<String> = (n..n + count).map(|n| record(n, serde_json::json!({}), &[])).collect();
        // One entry names a version of the key register, so that the heads from there on have an extension line.
        let kind = |number| if number == 3 { leaf::REGISTER } else { "https://fugi.example/receipt/v1" };
        let submissions: Vec<_> = (n..)
            .zip(&records)
            .map(|(number, record)| Submission {
                record: record.as_bytes(),
                attachments: &[],
                kind: kind(number),
            })
            .collect();
        log.append_all(&log_key(), &submissions, moment(n)).unwrap();
        n += count;
    }
    log.pack(&log_key(), moment(1000)).unwrap();
    let witness = Witness::open(&out.join("witness"), "kansa.example/w").beginning_with(ORIGIN);
    let request = log.request(0).unwrap().to_string();
    let answer = witness.cosign(request.as_bytes(), &policy(), &witness_key(), moment(2000)).unwrap();
    log.accept("answer", answer.as_bytes(), &policy()).unwrap();
    for position in [0, 255, 256, 304] {
        fs::write(out.join(format!("{position}.tlog-proof")), log.proof(position).unwrap().to_string())
            .unwrap();
        fs::write(out.join(format!("{position}.entry")), log.entry(position).unwrap().to_string()).unwrap();
    }
    fs::write(out.join("vkey"), VerifierKey::log(ORIGIN, log_key().public()).to_string()).unwrap();
    let witness = VerifierKey::witness("kansa.example/w", witness_key().public());
    fs::write(out.join("witness-vkey"), witness.to_string()).unwrap();
}

#[test]
#[ignore = "needs FUGI_OUT; .ci/run runs it"]
fn one_append_to_break() {
    let root = told("FUGI_OUT");
    let record = record(9, serde_json::json!({}), &[]);
    let kind = "https://fugi.example/receipt/v1";
    let submission = Submission { record: record.as_bytes(), attachments: &[], kind };
    Log::open(&root).unwrap().append(&log_key(), &submission, moment(900)).unwrap();
}

#[test]
#[ignore = "needs FUGI_OUT; .ci/run runs it"]
fn a_small_log_to_break() {
    let log = Log::create(&told("FUGI_OUT"), ORIGIN, &log_key()).unwrap();
    for n in 0..3 {
        let record = record(n, serde_json::json!({}), &[]);
        let kind = "https://fugi.example/receipt/v1";
        let submission = Submission { record: record.as_bytes(), attachments: &[], kind };
        log.append(&log_key(), &submission, moment(n)).unwrap();
    }
}

#[test]
#[ignore = "needs FUGI_OUT; .ci/run runs it"]
fn the_next_command_recovers() {
    let root = told("FUGI_OUT");
    let log = Log::open(&root).unwrap();
    let kind = "https://fugi.example/receipt/v1";
    for n in [9, 10] {
        let record = record(n, serde_json::json!({}), &[]);
        let submission = Submission { record: record.as_bytes(), attachments: &[], kind };
        match log.append(&log_key(), &submission, moment(900)) {
            Ok(_) | Err(Error::AlreadyLogged { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let (report, problems) = support::evidence::verify(&root, Trust::Folder, &[]);
    let wrong: Vec<_> = problems.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!((report.entries, report.whole), (5, 5));
}

#[test]
#[ignore = "needs FUGI_OUT; .ci/run runs it"]
fn a_log_by_peers() {
    let root = told("FUGI_OUT").join("evidence");
    let key = VerifierKey::log(ORIGIN, log_key().public());
    let policy = Policy::parse(format!("log {key}\nquorum none\n").as_bytes()).unwrap();
    let (report, problems) = support::evidence::verify(&root, Trust::Policy(&policy), &[]);
    // They keep no files of single entries beside the bundle that is not full.
    let wrong: Vec<_> = problems.iter().filter(|one| !one.is(Kind::EntryFileMissing)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!((report.entries, report.whole), (305, 305));
    assert_eq!(report.head.unwrap().size, 305);
    let log = Log::open(&root).unwrap();
    assert!(log.proof(255).unwrap().includes(&leaf_hash(log.entry(255).unwrap().to_string().as_bytes())));
}
