//! Trees, proofs, policies and signatures against what others have written: another Merkle tree (`ct-merkle`), Project
//! Wycheproof's signatures, the tables of sigsum's policies.

use crate::support;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::{PrivateKey, PublicKey};
use fugi::evidence::format::note::VerifierKey;
use fugi::evidence::format::policy::Policy;
use fugi::evidence::format::proof::{consistency, extends, includes, inclusion};
use fugi::evidence::format::tree::{Frontier, leaf_hash, node_hash};
use sha2::Sha256;

/// The roots of all complete subtrees over some entries, by level.
fn levels(leaves: Vec<Digest>) -> Vec<Vec<Digest>> {
    let mut levels = vec![leaves];
    while levels.last().unwrap().len() > 1 {
        let below = levels.last().unwrap();
        let above = below.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        levels.push(above);
    }
    levels
}

fn node(levels: &[Vec<Digest>], level: u32, index: u64) -> Result<Digest, ()> {
    Ok(levels[level as usize][usize::try_from(index).unwrap()])
}

fn flat(path: &[Digest]) -> Vec<u8> {
    path.iter().flat_map(|hash| *hash.bytes()).collect()
}

#[test]
fn every_proof_of_every_small_tree_is_that_of_another_implementation() {
    const LARGEST: u64 = 130;
    let entries: Vec<Vec<u8>> = (0..LARGEST).map(|n| n.to_be_bytes().to_vec()).collect();
    let all = levels(entries.iter().map(|entry| leaf_hash(entry)).collect());
    let mut theirs = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    let (mut ours, mut roots) = (Frontier::default(), vec![Frontier::default().root()]);
    for (size, entry) in (1..).zip(&entries) {
        theirs.push(entry.clone());
        ours.push(leaf_hash(entry));
        let root = ours.root();
        roots.push(root);
        assert_eq!(theirs.root().as_bytes().as_slice(), root.bytes());
        for index in 0..size {
            let path = inclusion(index, size, |level, index| node(&all, level, index)).unwrap();
            let at = usize::try_from(index).unwrap();
            assert_eq!(theirs.prove_inclusion(at).as_bytes(), flat(&path), "{index} of {size}");
            let leaf = leaf_hash(&entries[at]);
            assert!(includes(&path, index, &leaf, size, &root));
            // At another place, in another size, with a hash more or less, it proves nothing.
            assert!(!includes(&path, index + 1, &leaf, size, &root));
            assert!(!includes(&path, index, &root, size, &root) || size == 1);
            assert!(path.is_empty() || !includes(&path[1..], index, &leaf, size, &root));
            let longer = [path.as_slice(), &[root]].concat();
            assert!(!includes(&longer, index, &leaf, size, &root));
        }
        for old in 1..size {
            let path = consistency(old, size, |level, index| node(&all, level, index)).unwrap();
            let added = usize::try_from(size - old).unwrap();
            assert_eq!(theirs.prove_consistency(added).as_bytes(), flat(&path), "{old} to {size}");
            let before = &roots[usize::try_from(old).unwrap()];
            assert!(extends(&path, old, before, size, &root));
            assert!(!extends(&path, old, &root, size, before));
            assert!(path.is_empty() || !extends(&path[1..], old, before, size, &root));
            let longer = [path.as_slice(), &[root]].concat();
            assert!(!extends(&longer, old, before, size, &root));
        }
        assert!(extends(&[], size, &root, size, &root));
        assert!(!extends(&[root], size, &root, size, &root));
        assert!(extends(&[], 0, &roots[0], size, &root));
        assert!(!extends(&[], 0, &root, size, &root));
    }
}

#[test]
fn proofs_at_the_borders_of_tiles() {
    const LARGEST: u64 = 70_000;
    let all = levels((0..LARGEST).map(|n| leaf_hash(&n.to_be_bytes())).collect());
    let node = |level, index| node(&all, level, index);
    let sizes = [255, 256, 257, 65_535, 65_536, 65_537, LARGEST];
    let roots = sizes.map(|size| (size, Frontier::at(size, node).unwrap().root()));
    for (size, root) in &roots {
        for index in [0, 1, 254, 255, 256, 65_534, 65_535, 65_536, size - 1] {
            if index < *size {
                let path = inclusion(index, *size, node).unwrap();
                assert!(includes(&path, index, &leaf_hash(&index.to_be_bytes()), *size, root));
            }
        }
        for (old, before) in roots.iter().filter(|(old, _)| old <= size) {
            assert!(extends(&consistency(*old, *size, node).unwrap(), *old, before, *size, root));
        }
    }
    assert!(!includes(&[], u64::MAX, &roots[0].1, u64::MAX, &roots[0].1));
}

#[test]
fn signatures_are_accepted_as_wycheproof_says() {
    let set = wycheproof::eddsa::TestSet::load(wycheproof::eddsa::TestName::Ed25519).unwrap();
    let (mut accepted, mut all) = (0, 0);
    for group in set.test_groups {
        let key: [u8; 32] = group.key.pk.to_vec().try_into().unwrap();
        let key = PublicKey::from_bytes(&key);
        for test in group.tests {
            let signature = <[u8; 64]>::try_from(test.sig.to_vec());
            let holds = match (&key, &signature) {
                (Ok(key), Ok(signature)) => key.verifies(&test.msg, signature),
                _ => false,
            };
            assert_eq!(holds, test.result == wycheproof::TestResult::Valid, "tcId {}", test.tc_id);
            accepted += usize::from(holds);
            all += 1;
        }
    }
    assert!(all >= 150 && accepted >= 88, "{accepted} of {all}");
}

/// A witness's or a log's key line by a letter.
fn log(n: u8) -> String {
    VerifierKey::log(&format!("log{n}.example"), PrivateKey::from_seed(&[n; 32]).public()).to_string()
}

fn witness(n: u8) -> String {
    VerifierKey::witness(&format!("w{n}.example"), PrivateKey::from_seed(&[n; 32]).public()).to_string()
}

fn met(policy: &Policy, witnesses: &[usize]) -> bool {
    policy.is_met(|number| witnesses.contains(&(number + 1)))
}

#[test]
fn a_quorum_of_groups_is_decided_as_sigsum_decides_it() {
    let text = format!(
        "\n# example\nlog {} http://log.example\n  # comment\n  log {}\n\nwitness W1 {} http://w1\n\
         # one key may be a log and a witness, as the format allows\nwitness W2 {}\nwitness W3 {} http://w3\n\
         witness W4 {}\nwitness W5 {}\n\ngroup G1 any W1 W2\ngroup G2 2 W3 W4 W5\ngroup G3 all G1 G2\n\n\
         quorum G3\n\n\tlog {}\nwitness W6 {}",
        log(1),
        log(2),
        witness(3),
        witness(1),
        witness(4),
        witness(5),
        witness(6),
        log(3),
        witness(2),
    );
    let policy = Policy::parse(text.as_bytes()).unwrap();
    assert_eq!((policy.logs().len(), policy.witnesses().len()), (3, 6));
    for (witnesses, enough) in [
        (&[][..], false),
        (&[1], false),
        (&[2], false),
        (&[3], false),
        (&[3, 4, 5], false),
        (&[1, 2], false),
        (&[1, 3], false),
        (&[1, 3, 4], true),
        (&[2, 3, 5], true),
    ] {
        assert_eq!(met(&policy, witnesses), enough, "{witnesses:?}");
    }
}

#[test]
fn numeric_thresholds_are_decided_as_sigsum_decides_them() {
    let mut text = format!("log {}\n", log(1));
    for n in 1..=6 {
        text.push_str(&format!("witness {}{} {}\n", if n <= 3 { "A" } else { "B" }, n, witness(n)));
    }
    text.push_str(
        "group A-group 1 A1 A2 A3\ngroup B-group 2 B4 B5 B6\ngroup G any A-group B-group\nquorum G\n",
    );
    let policy = Policy::parse(text.as_bytes()).unwrap();
    for (witnesses, enough) in [
        (&[][..], false),
        (&[1], true),
        (&[2], true),
        (&[3], true),
        (&[1, 3], true),
        (&[1, 3, 4], true),
        (&[4], false),
        (&[5], false),
        (&[6], false),
        (&[4, 5], true),
        (&[4, 5, 6], true),
        (&[2, 4, 5, 6], true),
    ] {
        assert_eq!(met(&policy, witnesses), enough, "{witnesses:?}");
    }
}

#[test]
fn malformed_policies_name_their_line() {
    let (l, w, v) = (log(1), witness(2), witness(3));
    for (line, text) in [
        (0, String::new()),
        (1, "# \u{c}\nquorum none\n".to_owned()),
        (1, "# \u{7f}\nquorum none\n".to_owned()),
        (2, format!("log {l}\n  log {l}\nquorum none\n")),
        (1, format!("log {l} http://log.example #comment\nquorum none\n")),
        (2, format!("witness W1 {w}\nwitness W2 {w}\nquorum none\n")),
        (2, format!("witness W1 {w}\nwitness W1 {v}\nquorum none\n")),
        (1, format!("witness none {w}\nquorum none\n")),
        (3, format!("witness W1 {w}\nwitness W2 {v}\ngroup G all W1 W3 W2\nquorum G\n")),
        (0, format!("witness W1 {w}\nwitness W2 {v}\ngroup G all W1 W2\n")),
        (3, format!("witness W1 {w}\nwitness W2 {v}\ngroup G all W1 W2 W1\nquorum G\n")),
        (3, format!("witness W1 {w}\ngroup G any W1\ngroup H any W1\nquorum G\n")),
        (2, format!("witness W1 {w}\ngroup G 2 W1\nquorum G\n")),
        (2, format!("witness W1 {w}\ngroup G 0 W1\nquorum G\n")),
        (2, format!("witness W1 {w}\ngroup G 01 W1\nquorum G\n")),
        (1, "group G all\nquorum G\n".to_owned()),
        (2, "quorum none\nquorum none\n".to_owned()),
        (1, "quorum G\n".to_owned()),
        (1, format!("log {w}\nquorum none\n")),
        (1, format!("witness W1 {l}\nquorum W1\n")),
        (1, "trust everybody\nquorum none\n".to_owned()),
        (1, format!("log {l}\r\nquorum none\r\n")),
    ] {
        let wrong = Policy::parse(text.as_bytes()).unwrap_err();
        assert_eq!(wrong.line, line, "{text:?}: {wrong}");
    }
}

/// Notes, checkpoints, entries, bundles, proofs, requests and policies, as they are written.
fn samples() -> Vec<Vec<u8>> {
    let evidence = support::evidence::Evidence::new().with_five();
    evidence.witness(10);
    vec![
        evidence.read("log/checkpoints/5.cosigned"),
        evidence.read("log/leaf/003"),
        evidence.read("log/tile/entries/000.p/5"),
        evidence.log.proof(3).unwrap().to_string().into_bytes(),
        evidence.log.request(3).unwrap().to_string().into_bytes(),
        evidence.read("trust/policy.txt"),
        log(1).into_bytes(),
        b"c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx\n0\n".to_vec(),
    ]
}

#[test]
fn whatever_can_be_read_is_written_as_it_was() {
    use fugi::evidence::format::checkpoint::Checkpoint;
    use fugi::evidence::format::leaf::Leaf;
    use fugi::evidence::format::note::{Note, Signature};
    use fugi::evidence::format::receipt::Receipt;
    use fugi::evidence::format::tile::{read_bundle, write_bundle};
    use fugi::evidence::log::witness::Request;
    use fugi::evidence::store::name::parse_number_path;
    use proptest::prelude::*;

    let samples = samples();
    let change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_usize..6, any::<Vec<u8>>());
    proptest!(crate::support::random::drawn(3000), |((sample, at, remove, insert) in change)| {
        let mut bytes = sample.get(&samples).clone();
        let at = at.index(bytes.len() + 1);
        let until = (at + remove).min(bytes.len());
        bytes.splice(at..until, insert.into_iter().take(6));
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.to_string().into_bytes(), bytes.clone());
        }
        if let Ok(checkpoint) = Checkpoint::parse(&bytes) {
            prop_assert_eq!(checkpoint.to_string().into_bytes(), bytes.clone());
        }
        if let Ok(leaf) = Leaf::parse(&bytes) {
            prop_assert_eq!(leaf.to_string().into_bytes(), bytes.clone());
        }
        if let Ok(request) = Request::parse(&bytes) {
            prop_assert_eq!(request.to_string().into_bytes(), bytes.clone());
        }
        if let Ok(entries) = read_bundle(&bytes) {
            prop_assert_eq!(&write_bundle(&entries), &bytes);
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(receipt) = Receipt::parse(&bytes) {
            prop_assert!(text.contains("\nextra ") || receipt.to_string() == text);
        }
        if let Ok(key) = text.parse::<VerifierKey>() {
            prop_assert_eq!(key.to_string(), text.clone());
        }
        let _ = (Policy::parse(&bytes), Signature::parse(&text), parse_number_path(&text));
    });
}
