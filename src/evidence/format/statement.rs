//! What a record says: an in-toto Statement v1 (<https://github.com/in-toto/attestation>, `spec/v1/statement.md`).
//!
//! The subjects are what the statement is about, by SHA-256: attachments, the contract as the policies describe it, the
//! envelope that was received. The payload is pretty-printed UTF-8, so that it can be read without any program.

use super::digest::Digest;
use super::envelope::{self, Envelope, STATEMENT_TYPE};
use super::field::Problem;
use super::json;
use super::kind::{Kind, Predicate};
use super::personal;
use crate::diagnostic::Text;
use crate::spelling::short;
use crate::text;
use serde::Serialize;
use serde_json::{Map, Value};

/// The `_type` of every statement.
const TYPE: &str = "https://in-toto.io/Statement/v1";

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// What it says.
    pub predicate: Predicate,
}

/// One thing that a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its name, for a reader.
    pub name: String,
    /// Its digest, by which it is known.
    pub digest: Digest,
    /// Its MIME type.
    pub media_type: Option<String>,
}

/// Why a payload is no statement of ours.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The envelope around it.
    #[error(transparent)]
    Envelope(#[from] envelope::EnvelopeError),
    /// No JSON to rely on.
    #[error(transparent)]
    Json(#[from] json::JsonError),
    /// No statement of in-toto.
    #[error("no in-toto Statement v1")]
    NotAStatement,
    /// A field of the statement itself.
    #[error("the field `{0}`")]
    Field(String),
    /// A type that is none of ours.
    #[error("unknown type {0}")]
    UnknownKind(String),
    /// What the record says has another shape.
    #[error("fields of another shape")]
    Fields(Kind, Vec<Problem>),
}

impl Refusal {
    /// Returns what a reader is told, the first problem of the fields with its place.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Envelope(problem) => problem.text(),
            Self::Json(problem) => problem.text(),
            Self::NotAStatement => text!(
                "in-toto Statement v1 ではありません（_type が違います）",
                "it is no in-toto Statement v1 (`_type`)"
            ),
            Self::Field(name) => {
                let name = short(name);
                text!("「{name}」がないか、形が違います", "`{name}` is missing, unknown or of another shape")
            }
            Self::UnknownKind(found) => {
                let found = short(found);
                text!("記録の種類「{found}」は知られていません", "`{found}` is no known kind of record")
            }
            Self::Fields(kind, problems) => {
                let label = kind.label();
                match problems.first() {
                    None => text!("{label}の形が違います", "of another shape"),
                    Some(problem) => {
                        let (path, Text { ja, en }) = (&problem.path, &problem.message);
                        let at = if path.is_empty() { String::new() } else { format!(" {path}") };
                        text!("{label}{at}: {ja}", "{at}: {en}")
                    }
                }
            }
        }
    }
}

impl Statement {
    /// Reads a payload.
    ///
    /// # Errors
    ///
    /// The first [`Refusal`].
    pub fn parse(payload: &[u8]) -> Result<Self, Refusal> {
        let Value::Object(mut fields) = json::parse(payload)? else { return Err(Refusal::NotAStatement) };
        if fields.remove("_type").as_ref().and_then(Value::as_str) != Some(TYPE) {
            return Err(Refusal::NotAStatement);
        }
        let uri = match fields.remove("predicateType") {
            Some(Value::String(uri)) => uri,
            _ => return Err(Refusal::Field("predicateType".to_owned())),
        };
        let kind = Kind::of_uri(&uri).ok_or(Refusal::UnknownKind(uri))?;
        let subjects = match fields.remove("subject") {
            Some(Value::Array(subjects)) if !subjects.is_empty() => subjects,
            _ => return Err(Refusal::Field("subject".to_owned())),
        };
        let subjects = subjects.iter().map(subject).collect::<Result<_, _>>()?;
        let predicate = fields.remove("predicate").ok_or_else(|| Refusal::Field("predicate".to_owned()))?;
        if let Some((name, _)) = fields.into_iter().next() {
            return Err(Refusal::Field(name));
        }
        let predicate = kind.read(&predicate).map_err(|problems| Refusal::Fields(kind, problems))?;
        Ok(Self { subjects, predicate })
    }

    /// Reads the statement of an envelope.
    ///
    /// # Errors
    ///
    /// The first [`Refusal`].
    pub fn of(envelope: &Envelope) -> Result<Self, Refusal> {
        if envelope.payload_type != STATEMENT_TYPE {
            return Err(envelope::EnvelopeError::PayloadType(envelope.payload_type.clone()).into());
        }
        Self::parse(&envelope.payload)
    }

    /// Tells why it may not be signed or logged: what does not fit together in it, what shows other than it is, and
    /// what has no place in a statement.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.predicate.check(&mut problems);
        problems.extend(self.deceiving());
        problems.extend(self.residents());
        problems.extend(self.disguised());
        problems
    }

    /// Tells of what stands where nobody looks for words: in fields that a program makes, in ids, and in the names and
    /// types of the subjects. What is in a log already is not judged by it.
    #[must_use]
    pub fn disguised(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Ok(value) = serde_json::to_value(&self.predicate) {
            personal::disguised(&value, self.predicate.kind().fields(), true, &mut problems);
        }
        // What a subject is called after a field was looked at in that field.
        let named = self.predicate.named();
        for subject in &self.subjects {
            let own = (!named.iter().any(|(name, _)| *name == subject.name)).then_some(&subject.name);
            for (place, text) in [("subject/name", own), ("subject/mediaType", subject.media_type.as_ref())] {
                let Some(text) = text else { continue };
                if let Some(Text { ja, en }) = personal::in_name(text, false) {
                    let message = text!(
                        "住民の個人情報のように見えます（{ja}）",
                        "it looks like a resident's data ({en})"
                    );
                    problems.push(Problem::new(place, message).help(text!(
                        "添付のファイルの名を、本人が分からない名に変えて、署名し直してください",
                        "give the file a name that tells of nobody, and sign anew"
                    )));
                }
            }
            if let Some(name) = subject.media_type.as_deref().and_then(|text| {
                personal::hidden(text).or_else(|| text.contains(['\n', '\t']).then(|| "U+000A".to_owned()))
            }) {
                problems.push(Problem::new(
                    "subject/mediaType",
                    text!(
                        "対象の種類に、見えない文字（{name}）があります",
                        "there is a hidden character ({name}) in the type of a subject"
                    ),
                ));
            }
        }
        problems
    }

    /// Tells of characters that show a reader something else than what is signed.
    #[must_use]
    pub fn deceiving(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Ok(value) = serde_json::to_value(&self.predicate) {
            personal::characters(&value, self.predicate.kind().fields(), true, &mut problems);
        }
        for subject in &self.subjects {
            if let Some(name) = personal::hidden(&subject.name)
                .or_else(|| subject.name.contains(['\n', '\t']).then(|| "U+000A".to_owned()))
            {
                problems.push(Problem::new(
                    "subject",
                    text!(
                        "対象の名に、見えない文字（{name}）があります",
                        "there is a hidden character ({name}) in the name of a subject"
                    ),
                ));
            }
        }
        problems
    }

    /// Tells of what looks like a resident's data.
    #[must_use]
    pub fn residents(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Ok(value) = serde_json::to_value(&self.predicate) {
            personal::residents(&value, self.predicate.kind().fields(), true, &mut problems);
        }
        problems
    }

    /// Returns the payload: pretty-printed UTF-8, ending with a line break.
    ///
    /// # Errors
    ///
    /// None of these types refuses to be written; serde cannot know.
    pub fn to_payload(&self) -> Result<Vec<u8>, serde_json::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Written<'s> {
            #[serde(rename = "_type")]
            kind: &'static str,
            subject: Vec<Value>,
            predicate_type: String,
            predicate: &'s Predicate,
        }
        let subject = self.subjects.iter().map(Subject::to_json).collect();
        let predicate_type = self.predicate.kind().uri();
        let written = Written { kind: TYPE, subject, predicate_type, predicate: &self.predicate };
        let mut payload = serde_json::to_vec_pretty(&written)?;
        payload.push(b'\n');
        Ok(payload)
    }
}

impl Subject {
    fn to_json(&self) -> Value {
        let mut entry = Map::new();
        entry.insert("name".to_owned(), self.name.as_str().into());
        entry.insert("digest".to_owned(), serde_json::json!({ "sha256": self.digest.to_string() }));
        if let Some(media_type) = &self.media_type {
            entry.insert("mediaType".to_owned(), media_type.as_str().into());
        }
        Value::Object(entry)
    }
}

/// Reads one subject; fields of in-toto that we do not write are passed over, other digests too.
fn subject(value: &Value) -> Result<Subject, Refusal> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let digest = value.get("digest").and_then(|digest| digest.get("sha256")).and_then(Value::as_str);
    let digest = digest
        .and_then(|digest| digest.parse().ok())
        .ok_or_else(|| Refusal::Field("subject/digest/sha256".to_owned()))?;
    let name = text("name").ok_or_else(|| Refusal::Field("subject/name".to_owned()))?.to_owned();
    Ok(Subject { name, digest, media_type: text("mediaType").map(str::to_owned) })
}
