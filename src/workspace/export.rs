//! What an auditor takes away of the evidence, to be verified without this program. Nothing is written here: each file
//! is handed over.

use crate::diagnostic::{Text, unreadable};
use crate::evidence::error::Error as LogError;
use crate::evidence::format::field::{Field, Shape};
use crate::evidence::format::kind::Kind;
use crate::evidence::log::Log;
use crate::evidence::store::{BLOB_LIMIT, Name};
use crate::evidence::verify::finding::Finding;
use crate::spelling::{self, one_line};
use crate::text;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::ops::RangeInclusive;
use std::path::Path;
use unicode_normalization::UnicodeNormalization as _;
use walkdir::WalkDir;

/// What is written beside the record: how to verify it.
const GUIDES: [(&str, &str); 4] = [
    ("VERIFY.md", include_str!("../../templates/evidence/VERIFY.md")),
    ("verify.sh", include_str!("../../templates/evidence/verify.sh")),
    ("verify.py", include_str!("../../templates/evidence/verify.py")),
    ("verify.ps1", include_str!("../../templates/evidence/verify.ps1")),
];

/// What stands in the place of the kinds of records in the verifiers.
const KINDS: &str = "@KINDS@";

/// What stands in the place of the letters of names in verify.sh, whose tools know of no width and no forms.
const LETTERS: &str = "@LETTERS@";

/// The characters of names whose folding verify.sh is told: ASCII, Latin letters, punctuation and signs, kana, what
/// encloses or abbreviates them, kanji, their compatible forms, selectors of variants. Of a name with another one it
/// says that it does not decide.
const DECIDED: [RangeInclusive<char>; 10] = [
    ' '..='~',
    '\u{A0}'..='\u{17F}',
    '\u{2010}'..='\u{2027}',
    '\u{2030}'..='\u{205E}',
    '\u{2100}'..='\u{22FF}',
    '\u{2460}'..='\u{26FF}',
    '\u{3000}'..='\u{312F}',
    '\u{3190}'..='\u{9FFF}',
    '\u{F900}'..='\u{FAFF}',
    '\u{FF01}'..='\u{FF9F}',
];
/// The rest of them: selectors of variants, and the kanji beyond the first plane.
const DECIDED_BEYOND: [RangeInclusive<char>; 3] =
    ['\u{FE00}'..='\u{FE0F}', '\u{20000}'..='\u{2EBEF}', '\u{E0100}'..='\u{E01EF}'];

/// Returns what two names are compared by: the letters as [`spelling::fold`] makes them, each taken apart, so that a
/// letter's fold does not depend on its neighbours.
fn apart(text: &str) -> String {
    spelling::fold(text).nfd().collect()
}

/// Returns the folding of the letters of names: the ranges of those that are known (`=20-7e`), and each that folds to
/// something else (`ff21=61`), in hexadecimal.
fn letters() -> String {
    let known = || DECIDED.into_iter().chain(DECIDED_BEYOND);
    let hex = |c: char| format!("{:x}", u32::from(c));
    let mut all: Vec<String> =
        known().map(|range| format!("={}-{}", hex(*range.start()), hex(*range.end()))).collect();
    for c in known().flatten() {
        let own = c.to_string();
        let folded = apart(&own);
        if folded != own {
            let folded: Vec<String> = folded.chars().map(hex).collect();
            all.push(format!("{}={}", hex(c), folded.join("+")));
        }
    }
    all.chunks(16).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n")
}

/// Returns the kinds of records as the verifiers read them: who may sign each, and its fields (a `?` marks those that
/// may be left out). They are told what this program knows, so that all of them judge alike.
fn kinds() -> String {
    let lines: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| {
            let signers: Vec<&str> = kind.signers().iter().map(|role| role.word()).collect();
            let about = json!({ "label": kind.label(), "signers": signers, "keys": kind.keys_needed(), "fields": fields(kind.fields()) });
            format!("\"{}\": {about}", kind.word())
        })
        .collect();
    format!("{{{}}}", lines.join(",\n"))
}

fn fields(fields: &[Field]) -> Value {
    let mark = |field: &Field| if field.optional { "?" } else { "" };
    let named = fields.iter().map(|field| (field.json_name() + mark(field), shape((field.shape)())));
    Value::Object(named.collect())
}

fn shape(shape: Shape) -> Value {
    match shape {
        Shape::Prose => "text".into(),
        Shape::Text | Shape::Contact => "line".into(),
        Shape::Id | Shape::Made => "id".into(),
        Shape::Date => "date".into(),
        Shape::Moment => "moment".into(),
        Shape::Number => "number".into(),
        Shape::Flag => "flag".into(),
        Shape::Digest => "digest".into(),
        Shape::Word(words) => {
            json!({ "word": words.iter().map(|(word, _)| word).collect::<Vec<_>>() })
        }
        Shape::List(of) => json!({ "list": self::shape(of()) }),
        Shape::Record(_, own) => json!({ "record": fields(own) }),
    }
}

/// Folders of the evidence that go along. The inbox does not: nothing in it is logged.
const FOLDERS: [&str; 4] = ["records", "blobs", "log", "trust"];

/// Why nothing, or not all, was handed over.
#[derive(Debug)]
pub enum Error<E> {
    /// The log has no entry yet: there is nothing to verify.
    Empty,
    /// The log itself.
    Log(LogError),
    /// A file of the evidence that cannot be read, or is larger than any file of the evidence may be.
    Unreadable(Text),
    /// Whoever takes the files refused one.
    Taken(E),
}

impl<E: fmt::Debug> Error<E> {
    /// Returns what happened, and what to do; `taken` says it of a file that was refused.
    #[must_use]
    pub fn text(self, taken: impl FnOnce(E) -> Text) -> Text {
        match self {
            Self::Empty => text!(
                "ログに記録がまだ一つもないので、書き出すものがありません。記録を登載してから書き出してください（`fugi record add`、`fugi key root`）",
                "the log has no entry yet, so there is nothing to take away; log a record first (`fugi record add`, `fugi key root`)"
            ),
            Self::Log(error) => error.text(),
            Self::Taken(error) => taken(error),
            Self::Unreadable(what) => what,
        }
    }
}

/// How much was handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files.
    pub files: usize,
    /// Among them, proofs that an entry is in the log.
    pub proofs: u64,
    /// What was left: files in the folders of the evidence that no entry names.
    pub left: Vec<String>,
}

/// Returns whether verification tells of a file that it belongs to nothing that is logged.
fn is_stray(finding: &Finding) -> bool {
    ["file-not-logged", "file-strange", "file-surplus"].contains(&finding.name)
}

/// Hands over every file that an auditor takes away of an evidence folder, each with its name below the folder to make:
/// how to verify, `more` files, the evidence, each entry and its proof. `found` is what verification tells of the folder:
/// what is not logged is left, since nobody answers for it.
///
/// # Errors
///
/// [`Error`]; files may have been handed over by then.
pub fn export<E>(
    folder: &Path,
    log: &Log,
    found: &[Finding],
    more: &[(&str, Vec<u8>)],
    mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Counts, Error<E>> {
    let size = log.checkpoint().map_err(Error::Log)?.head.size;
    if size == 0 {
        return Err(Error::Empty);
    }
    let strays: BTreeSet<&str> =
        found.iter().filter(|finding| is_stray(finding)).map(|finding| finding.file.as_str()).collect();
    let mut left = Vec::new();
    let mut files = 0;
    let mut add = |name: &str, bytes: &[u8]| -> Result<(), Error<E>> {
        files += 1;
        take(name, bytes).map_err(Error::Taken)
    };
    let (kinds, letters) = (kinds(), letters());
    for (name, text) in GUIDES {
        add(name, text.replace(KINDS, &kinds).replace(LETTERS, &letters).as_bytes())?;
    }
    for (name, bytes) in more {
        add(name, bytes)?;
    }
    for top in FOLDERS {
        for entry in WalkDir::new(folder.join(top)).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                // A log without attachments has no folder for them.
                Err(error)
                    if error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound) =>
                {
                    continue;
                }
                Err(error) => return Err(Error::Unreadable(unreadable(folder.display(), &error.into()))),
            };
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if !entry.file_type().is_file() || hidden {
                continue;
            }
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let name = relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            // A name that means nothing is told of in the form that can be shown.
            if Name::parse(&name).is_none() || strays.contains(name.as_str()) {
                left.push(one_line(&name).into_owned());
                continue;
            }
            add(&name, &read(entry.path()).map_err(Error::Unreadable)?)?;
        }
    }
    for entry in log.entries().map_err(Error::Log)? {
        let (position, leaf) = entry.map_err(Error::Log)?;
        add(&format!("entries/{position:08}"), leaf.to_string().as_bytes())?;
        let proof = log.proof(position).map_err(Error::Log)?;
        add(&format!("proofs/{position:08}.tlog-proof"), proof.to_string().as_bytes())?;
    }
    Ok(Counts { files, proofs: size, left })
}

/// Reads a file of the evidence, none of which is larger than an attachment may be.
fn read(path: &Path) -> Result<Vec<u8>, Text> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| unreadable(path.display(), &error))?;
    file.take(BLOB_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path.display(), &error))?;
    if bytes.len() as u64 > BLOB_LIMIT {
        let (path, most) = (path.display(), BLOB_LIMIT / (1024 * 1024));
        return Err(text!(
            "{path} は大きすぎます（上限 {most} MB）",
            "{path} is too large (limit {most} MB)"
        ));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::sync::OnceLock;

    static LETTERS_READ: OnceLock<BTreeMap<char, String>> = OnceLock::new();

    /// Reads the letters as verify.sh does.
    fn read_letters() -> BTreeMap<char, String> {
        let letter = |hex: &str| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap();
        let told = letters();
        let pairs = told.split_whitespace().filter_map(|one| one.split_once('='));
        let pairs = pairs.filter(|(from, _)| !from.is_empty());
        pairs
            .map(|(from, to)| {
                (letter(from), to.split('+').filter(|own| !own.is_empty()).map(letter).collect())
            })
            .collect()
    }

    #[test]
    fn the_letters_are_told_in_few_lines() {
        let told = letters();
        assert!(told.is_ascii() && told.len() < 40_000, "{}", told.len());
        let read = read_letters();
        let wanted = [
            ('ａ', "a"),
            ('Ａ', "a"),
            ('ｶ', "カ"),
            ('㈱', "(株)"),
            ('髙', "高"),
            ('が', "か\u{3099}"),
            ('　', ""),
        ];
        for (from, to) in wanted {
            assert_eq!(read.get(&from).map(String::as_str), Some(to), "{from}");
        }
        assert!(!read.contains_key(&'見') && !read.contains_key(&'ア'));
    }

    proptest! {
        /// Letter by letter, the table says of two names what this program says of them.
        #[test]
        fn the_letters_compare_names_as_this_program_does(
            name in "[がかﾞｶ゛゜はぱﾊﾟａＡaé①㈱株（）()髙高﨑崎〇○◯ー－ｰ‐〜・ 　\u{FE00}\u{E0101}\u{3099}ヴウ㍻ﬁＳſß葛祖]{0,8}",
            other in "[がかﾞｶ゛゜はぱﾊﾟａＡaé①㈱株（）()髙高﨑崎〇○◯ー－ｰ‐〜・ 　\u{FE00}\u{E0101}\u{3099}ヴウ㍻ﬁＳſß葛祖]{0,8}",
            turn in any::<bool>(),
        ) {
            let read = LETTERS_READ.get_or_init(read_letters);
            let by_table = |text: &str| -> String {
                text.chars().map(|c| read.get(&c).cloned().unwrap_or_else(|| c.to_string())).collect()
            };
            let other = if turn { name.to_uppercase() } else { other };
            let is_decided = |text: &str| {
                text.chars().all(|c| DECIDED.iter().chain(&DECIDED_BEYOND).any(|range| range.contains(&c)))
            };
            prop_assume!(is_decided(&name) && is_decided(&other));
            prop_assert_eq!(by_table(&name) == by_table(&other), spelling::same(&name, &other));
        }
    }
}
