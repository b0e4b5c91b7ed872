//! The log under attack and damage: what an auditor reads for each, as golden output.

use crate::support;

use fugi::evidence::format::checkpoint::Checkpoint;
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::store::Name;
use fugi::evidence::verify::finding::Finding;
use fugi::evidence::verify::log::{HeldHead, Trust};
use serde_json::json;
use support::evidence::{Evidence, in_memory_too, log_key, moment, policy};
use support::golden;

/// Five witnessed reports in which nothing is wrong.
fn whole() -> Evidence {
    let evidence = Evidence::new().with_five();
    evidence.witness(10);
    evidence
}

fn show(problems: &[Finding]) -> String {
    let mut shown = String::new();
    for problem in problems {
        let (message, fix) = (&problem.message, &problem.fix);
        shown.push_str(&format!(
            "[{}] {}\n  {}\n  → {}\n  {}\n  → {}\n",
            problem.severity.word(),
            problem.name,
            message.ja,
            fix.ja,
            message.en,
            fix.en
        ));
    }
    if shown.is_empty() { "nothing\n".to_owned() } else { shown }
}

/// Attacks a copy of the whole folder and compares what the auditor reads.
fn attack(name: &str, how: impl FnOnce(&Evidence)) {
    let evidence = whole();
    how(&evidence);
    let problems = evidence.audited();
    assert!(!problems.is_empty(), "{name} was not noticed");
    golden(&format!("evidence_log/{name}.txt"), &show(&problems));
}

#[test]
fn a_whole_folder_has_no_problem() {
    let evidence = whole();
    let (report, problems) = evidence.verify(Trust::Policy(&policy()), &[]);
    assert_eq!(show(&problems), "nothing\n");
    assert_eq!((report.entries, report.whole), (5, 5));
    assert_eq!(report.witnessed, Some((5, moment(600))));
    assert_eq!(report.head.unwrap().size, 5);
    let (_, problems) = evidence.verify(Trust::Folder, &[]);
    assert_eq!(show(&problems), "nothing\n");
}

#[test]
fn a_record_is_edited() {
    attack("record-edited", |e| e.edit(&e.record_at(1), "\"n\": 1", "\"n\": 7"));
}

#[test]
fn an_attachment_is_edited() {
    let file = Name::Blob(Digest::of(b"photo")).to_string();
    attack("attachment-edited", |e| e.write(&file, "other"));
    attack("attachment-deleted", |e| e.remove(&file));
}

#[test]
fn a_record_is_deleted() {
    attack("record-deleted", |e| e.remove(&e.record_at(3)));
}

#[test]
fn a_lawful_disposal_leaves_the_log_whole() {
    let evidence = Evidence::new().with_five();
    let disposed = evidence.log.entry(2).unwrap().record;
    let photo = Digest::of(b"photo");
    let named = json!({ "disposes": [disposed.to_string(), photo.to_string()] });
    evidence.add(5, "retention-disposal", named, &[]);
    evidence.witness(10);
    evidence.remove(&Name::Record(disposed).to_string());
    evidence.remove(&Name::Blob(photo).to_string());
    let (report, problems) = evidence.verify(Trust::Policy(&policy()), &[]);
    assert_eq!(show(&problems), "nothing\n");
    assert_eq!((report.whole, report.disposed), (5, 1));
    // The statement itself may not be deleted, and covers nothing that was logged after it.
    evidence.remove(&evidence.record_at(5));
    golden("evidence_log/disposal-deleted.txt", &show(&evidence.audited()));
}

#[test]
fn entries_are_removed_inserted_reordered_edited() {
    attack("entry-removed-last", |e| {
        e.remove("log/leaf/004");
        e.remove("log/tile/entries/000.p/5");
    });
    attack("entry-removed-middle", |e| {
        e.remove("log/leaf/002");
        e.remove("log/tile/entries/000.p/5");
    });
    attack("entry-file-lost", |e| e.remove("log/leaf/002"));
    attack("entry-inserted", |e| {
        let other = Evidence::new();
        other.add(9, "erasure-report", json!({}), &[]);
        e.write("log/leaf/005", other.read("log/leaf/000"));
        e.write(&other.record_at(0), other.read(&other.record_at(0)));
    });
    attack("entry-reordered", |e| {
        let (two, three) = (e.read("log/leaf/002"), e.read("log/leaf/003"));
        e.write("log/leaf/002", three);
        e.write("log/leaf/003", two);
    });
    attack("entry-edited", |e| e.edit("log/leaf/001", "erasure-report", "disposal-report"));
}

#[test]
fn a_packed_bundle_is_edited() {
    let evidence = Evidence::new();
    let records: Vec<String> = (0..300).map(|n| support::evidence::record(n, json!({}), &[])).collect();
    let kind = "https://fugi.example/receipt/v1";
    let submissions: Vec<_> = records
        .iter()
        .map(|record| fugi::evidence::log::Submission { record: record.as_bytes(), attachments: &[], kind })
        .collect();
    evidence.log.append_all(&log_key(), &submissions, moment(0)).unwrap();
    let packed = evidence.log.pack(&log_key(), moment(0)).unwrap();
    assert_eq!((packed.entries, packed.removed), (300, 256));
    evidence.witness(10);
    assert_eq!(show(&evidence.audited()), "nothing\n");
    let bundle = "log/tile/entries/000";
    let kept = evidence.read(bundle);
    let mut edited = kept.clone();
    let at = kept.windows(7).rposition(|bytes| bytes == b"receipt").unwrap();
    edited[at] = b'R';
    evidence.write(bundle, &edited);
    golden("evidence_log/bundle-edited.txt", &show(&evidence.audited()));
    evidence.write(bundle, &kept[..kept.len() / 2]);
    golden("evidence_log/bundle-truncated.txt", &show(&evidence.audited()));
    evidence.write(bundle, &kept);
    let tile = evidence.read("log/tile/1/000.p/1");
    evidence.write("log/tile/1/000.p/1", tile.iter().rev().copied().collect::<Vec<u8>>());
    evidence.remove("log/tile/0/000");
    golden("evidence_log/tiles-damaged.txt", &show(&evidence.audited()));
    // No record is lost: the tiles are made again.
    evidence.log.pack(&log_key(), moment(0)).unwrap();
    assert_eq!(show(&evidence.audited()), "nothing\n");
}

#[test]
fn the_log_is_set_back() {
    attack("rolled-back", |e| e.write("log/checkpoint", e.read("log/checkpoints/3")));
}

#[test]
fn an_older_backup_is_seen_by_whoever_holds_a_later_head() {
    let evidence = whole();
    let backup = evidence.copy();
    evidence.add(20, "receipt", json!({}), &[]);
    // Invisible in the folder alone.
    assert_eq!(show(&backup.audited()), "nothing\n");
    let receipt = evidence.log.proof(5).unwrap();
    let held = HeldHead { name: "uketori.tlog-proof".to_owned(), checkpoint: receipt.checkpoint };
    let (_, problems) = backup.verify(Trust::Policy(&policy()), std::slice::from_ref(&held));
    golden("evidence_log/older-backup.txt", &show(&problems));
    let (_, problems) = evidence.verify(Trust::Policy(&policy()), &[held]);
    golden("evidence_log/not-witnessed.txt", &show(&problems));
}

/// The same five reports but for the last, by a ward that writes its history anew with its real key.
fn rewritten() -> Evidence {
    let evidence = Evidence::new();
    for n in [0, 1, 2, 3, 7] {
        let attachments: &[&[u8]] = if n == 2 { &[b"photo"] } else { &[] };
        evidence.add(n, "erasure-report", json!({}), attachments);
    }
    evidence
}

#[test]
fn history_is_rewritten_with_the_real_key() {
    let rewritten = rewritten();
    golden("evidence_log/rewritten.txt", &show(&rewritten.audited()));
    let held = HeldHead { name: "sasidasi.txt".to_owned(), checkpoint: whole().log.checkpoint().unwrap() };
    let (_, problems) = rewritten.verify(Trust::Policy(&policy()), &[held]);
    golden("evidence_log/rewritten-against-held-head.txt", &show(&problems));
}

#[test]
fn two_signed_heads_are_a_transferable_proof() {
    let forked = rewritten().log.checkpoint().unwrap().to_string();
    let evidence = whole();
    evidence.add(20, "receipt", json!({}), &[]);
    evidence.write("log/checkpoints/5", forked);
    golden("evidence_log/fork.txt", &show(&evidence.audited()));
}

#[test]
fn a_witness_refuses_a_rewritten_and_a_forked_history() {
    use fugi::evidence::log::witness::Refusal;
    let (evidence, rewritten) = (whole(), rewritten());
    let witness = evidence.the_witness();
    let ask = |body: String| {
        witness.cosign(body.as_bytes(), &policy(), &support::evidence::witness_key(), moment(900))
    };
    let mut shown = String::new();
    let mut refused = |body: String, status: u16| {
        let refusal: Refusal = ask(body).unwrap_err();
        assert_eq!(refusal.status(), status);
        let text = refusal.text();
        shown.push_str(&format!("{status}\n  {}\n  {}\n", text.ja, text.en));
    };
    refused(rewritten.log.request(5).unwrap().to_string(), 422);
    rewritten.add(20, "receipt", json!({}), &[]);
    refused(rewritten.log.request(5).unwrap().to_string(), 422);
    refused(evidence.log.request(0).unwrap().to_string(), 409);
    refused(evidence.log.request(3).unwrap().to_string(), 409);
    let body = evidence.log.request(5).unwrap().to_string();
    refused(body.replace("mihon.example", "tanin.example"), 404);
    let stranger = PrivateKey::from_seed(&[9; 32]);
    let strange = Checkpoint::sign(evidence.log.checkpoint().unwrap().head, &stranger);
    refused(format!("old 5\n\n{strange}"), 403);
    refused(body.replace("old 5", "old 9"), 400);
    refused(body.replace("old 5", "old 05"), 400);
    refused(body.replace('\n', "\r\n"), 400);
    // Nothing of all that was remembered; the true history goes on.
    assert!(ask(body).is_ok());
    golden("evidence_log/witness-refusals.txt", &shown);
}

#[test]
fn the_log_key_is_replaced() {
    let stranger = PrivateKey::from_seed(&[9; 32]);
    let evidence = Evidence::signed_by(&stranger);
    for n in 0..5 {
        evidence.add_signed_by(&stranger, n, "erasure-report", json!({}), &[]);
    }
    golden("evidence_log/log-key-replaced.txt", &show(&evidence.audited()));
    // The folder alone fits together: that is why the keys come from the verifier.
    let (_, problems) = evidence.verify(Trust::Folder, &[]);
    assert_eq!(show(&problems), "nothing\n");
}

#[test]
fn a_head_is_edited() {
    attack("head-edited", |e| e.edit("log/checkpoints/3", "\n3\n", "\n4\n"));
    attack("head-signature-edited", |e| {
        let line = String::from_utf8(e.read("log/checkpoints/3")).unwrap();
        let at = line.len() - 10;
        let other = if line.as_bytes()[at] == b'A' { "B" } else { "A" };
        e.write("log/checkpoints/3", format!("{}{other}{}", &line[..at], &line[at + 1..]));
    });
    attack("head-of-another-log", |e| {
        let text = String::from_utf8(e.read("log/checkpoints/3")).unwrap();
        e.write("log/checkpoints/3", text.replace("mihon.example", "tanin.example"));
    });
    attack("head-swapped-for-cosigned", |e| {
        e.write("log/checkpoints/5", e.read("log/checkpoints/5.cosigned"))
    });
    attack("head-deleted", |e| e.remove("log/checkpoints/5"));
    attack("cosignature-edited", |e| {
        let text = String::from_utf8(e.read("log/checkpoints/5.cosigned")).unwrap();
        let (front, line) = text.split_once("— kansa").unwrap();
        let at = line.len() - 10;
        let other = if line.as_bytes()[at] == b'A' { "B" } else { "A" };
        e.write(
            "log/checkpoints/5.cosigned",
            format!("{front}— kansa{}{other}{}", &line[..at], &line[at + 1..]),
        );
    });
    attack("cosigned-head-deleted", |e| e.remove("log/checkpoints/5.cosigned"));
}

#[test]
fn a_record_of_another_log_is_replayed() {
    let evidence = Evidence::new();
    evidence.add(0, "erasure-report", json!({ "log": "tanin.example/log" }), &[]);
    evidence.witness(10);
    golden("evidence_log/record-of-another-log.txt", &show(&evidence.audited()));
}

#[test]
fn a_record_or_an_id_is_used_twice() {
    let evidence = Evidence::new().with_five();
    evidence.add(5, "erasure-report", json!({ "recordId": "id-1" }), &[]);
    // The log refuses the same record, so somebody wrote the entry by hand and signed the tree with the real key.
    let entry = String::from_utf8(evidence.read("log/leaf/000")).unwrap().replace("T00:00:00Z", "T00:10:00Z");
    evidence.write("log/leaf/006", entry);
    evidence.log.complete(&log_key()).unwrap();
    evidence.witness(10);
    golden("evidence_log/twice.txt", &show(&evidence.audited()));
}

#[test]
fn times_that_cannot_be() {
    let evidence = Evidence::new();
    evidence.add(30, "erasure-report", json!({}), &[]);
    let entry = String::from_utf8(evidence.read("log/leaf/000")).unwrap();
    let other = support::evidence::record(1, json!({}), &[]);
    evidence.write(&Name::Record(Digest::of(other.as_bytes())).to_string(), &other);
    let digest = evidence.log.entry(0).unwrap().record.to_string();
    let back = entry.replace(&digest, &Digest::of(other.as_bytes()).to_string()).replace("T00:30", "T00:05");
    evidence.write("log/leaf/001", back);
    evidence.log.complete(&log_key()).unwrap();
    evidence.witness(10);
    golden("evidence_log/times.txt", &show(&evidence.audited()));
}

#[test]
fn line_ends_are_converted() {
    attack("crlf", |e| {
        for file in e.files() {
            if !file.contains("tile") {
                let text = String::from_utf8(e.read(&file)).unwrap_or_default();
                e.write(&file, text.replace('\n', "\r\n"));
            }
        }
    });
}

#[test]
fn files_are_torn_empty_or_too_large() {
    attack("empty", |e| {
        for file in [&e.record_at(0), "log/checkpoints/2", "log/leaf/001", "log/tile/0/000.p/5"] {
            e.write(file, "");
        }
    });
    attack("torn", |e| {
        for file in [&e.record_at(0), "log/checkpoints/2", "log/leaf/001", "log/tile/entries/000.p/5"] {
            let bytes = e.read(file);
            e.write(file, &bytes[..bytes.len() / 2]);
        }
    });
    attack("oversized", |e| {
        for file in [&e.record_at(0), "log/checkpoints/2", "log/leaf/001", "log/tile/entries/000.p/5"] {
            e.write(file, vec![b'a'; 2_000_000]);
        }
    });
    attack("checkpoint-torn", |e| e.write("log/checkpoint", ""));
}

#[test]
fn files_that_have_no_place() {
    attack("strange-files", |e| {
        for file in [
            "log/leaf/0005",
            "log/leaf/コピー 004",
            "log/checkpoints/05",
            "log/tile/9x/000",
            "log/tile/0/000.p/256",
            "log/tile/2/000",
            "log/notes.txt",
            "records/sha256/ab/x.json",
            "blobs/x",
        ] {
            e.write(file, "x");
        }
        let digest = Digest::of(b"waiting");
        e.write(&Name::Record(digest).to_string(), "waiting");
        e.write(&Name::Record(Digest::of(b"a")).to_string(), "b");
        e.write("log/leaf/.new-1-1-00", "left behind by an interrupted writer");
    });
}

#[test]
fn the_policy_of_the_folder_is_changed() {
    attack("policy-changed", |e| {
        let stranger = PrivateKey::from_seed(&[9; 32]).public();
        let key = fugi::evidence::format::note::VerifierKey::log("mihon.example/log", stranger);
        e.write("trust/policy.txt", format!("log {key}\nquorum none\n"));
    });
    attack("policy-unreadable", |e| e.write("trust/policy.txt", "log\n"));
}

in_memory_too! {
    "evidence_log.rs":
    a_whole_folder_has_no_problem,
    a_record_is_edited, an_attachment_is_edited,
    a_record_is_deleted,
    a_lawful_disposal_leaves_the_log_whole,
    entries_are_removed_inserted_reordered_edited,
    a_packed_bundle_is_edited,
    the_log_is_set_back,
    an_older_backup_is_seen_by_whoever_holds_a_later_head,
    history_is_rewritten_with_the_real_key,
    two_signed_heads_are_a_transferable_proof,
    a_witness_refuses_a_rewritten_and_a_forked_history,
    the_log_key_is_replaced,
    a_head_is_edited,
    a_record_of_another_log_is_replayed,
    a_record_or_an_id_is_used_twice,
    times_that_cannot_be,
    line_ends_are_converted,
    files_are_torn_empty_or_too_large,
    files_that_have_no_place,
    the_policy_of_the_folder_is_changed,
}
