//! What a record holds beside what is read of it.
//!
//! DSSE and in-toto let a reader pass over fields that it does not know. What stands in them is shown to nobody and
//! searched by nothing, and could never be taken out of the log: so no gate lets them in. Verification passes over them,
//! as the specifications demand.

use super::digest::Digest;
use super::envelope::Envelope;
use super::field::Problem;
use super::json;
use crate::spelling::short;
use crate::text;
use serde_json::Value;

/// Most problems that are told of one record.
const MOST: usize = 16;

/// The fields of an envelope, of a signature, of a subject and of its digest.
const ENVELOPE: &[&str] = &["payload", "payloadType", "signatures"];
const SIGNATURE: &[&str] = &["keyid", "sig"];
const SUBJECT: &[&str] = &["digest", "mediaType", "name"];
const DIGEST: &[&str] = &["sha256"];

/// Tells of every field of an envelope, or of a statement without one, that is passed over by whoever reads it, and of
/// key ids that are none. What is no JSON is told of where it is read.
#[must_use]
pub fn tell(bytes: &[u8]) -> Vec<Problem> {
    let mut out = Vec::new();
    let Ok(value) = json::parse(bytes) else { return out };
    if value.get("payload").is_none() {
        statement(&value, &mut out);
    } else {
        unknown(&value, ENVELOPE, "", &mut out);
        for (index, signature) in items(&value, "signatures") {
            let place = format!("signatures/{index}");
            unknown(signature, SIGNATURE, &place, &mut out);
            let id = signature.get("keyid").and_then(Value::as_str).unwrap_or_default();
            if !id.is_empty() && id.parse::<Digest>().is_err() {
                let message = text!(
                    "鍵の識別子（小文字の16進64桁）ではありません",
                    "it is no id of a key (64 lower-case hexadecimal digits)"
                );
                let help = text!(
                    "`fugi record sign` で署名し直してください",
                    "sign it anew with `fugi record sign`"
                );
                out.push(Problem::new(format!("{place}/keyid"), message).help(help));
            }
        }
        let payload = Envelope::parse(bytes).ok().and_then(|own| json::parse(&own.payload).ok());
        if let Some(payload) = payload {
            statement(&payload, &mut out);
        }
    }
    out.truncate(MOST);
    out
}

/// The fields of the statement itself are held against their list where it is read.
fn statement(value: &Value, out: &mut Vec<Problem>) {
    for (index, subject) in items(value, "subject") {
        let place = format!("subject/{index}");
        unknown(subject, SUBJECT, &place, out);
        if let Some(digest) = subject.get("digest") {
            unknown(digest, DIGEST, &format!("{place}/digest"), out);
        }
        if subject.get("mediaType").is_some_and(|own| !own.is_string()) {
            let message = text!("種類（mediaType）が文字ではありません", "the `mediaType` is no text");
            let help = text!("消して、署名し直してください", "take it out, and sign anew");
            out.push(Problem::new(place, message).help(help));
        }
    }
}

fn items<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (usize, &'v Value)> {
    value.get(name).and_then(Value::as_array).into_iter().flatten().enumerate()
}

fn unknown(value: &Value, known: &[&str], place: &str, out: &mut Vec<Problem>) {
    let keys = value.as_object().into_iter().flat_map(|fields| fields.keys());
    for key in keys.filter(|key| !known.contains(&key.as_str())).take(MOST) {
        let (key, list) = (short(key), known.join(", "));
        let message = text!(
            "「{key}」という項目は、誰にも示されず、確かめられもしないので、受け付けません",
            "the field `{key}` is shown to nobody and looked at by nothing, so it is not admitted"
        );
        let help = text!(
            "消して、署名し直してください（書ける項目: {list}）",
            "take it out, and sign anew (fields: {list})"
        );
        out.push(Problem::new(place, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::ed25519::PrivateKey;
    use crate::evidence::format::envelope::STATEMENT_TYPE;

    fn told(bytes: &str) -> Vec<String> {
        tell(bytes.as_bytes())
            .into_iter()
            .map(|problem| format!("{} {}", problem.path, problem.message.en))
            .collect()
    }

    #[test]
    fn what_nobody_reads_is_told_wherever_it_stands() {
        let digest = "a".repeat(64);
        let statement = |more: &str, in_digest: &str| {
            format!(r#"{{"subject":[{{"name":"a","digest":{{"sha256":"{digest}"{in_digest}}}{more}}}]}}"#)
        };
        assert!(told(&statement("", "")).is_empty());
        assert!(told(&statement(r#","mediaType":"text/csv""#, "")).is_empty());
        assert_eq!(told(&statement(r#","annotations":{"a":1}"#, "")).len(), 1);
        assert_eq!(told(&statement(r#","mediaType":5"#, r#","sha512":"x""#)).len(), 2);
        let key = PrivateKey::from_seed(&[1; 32]);
        let signed =
            |payload: &str| Envelope::sign(STATEMENT_TYPE, payload.as_bytes().to_vec(), &[&key]).to_json();
        let whole = signed(&statement("", ""));
        assert!(told(&whole).is_empty());
        assert_eq!(told(&signed(&statement(r#","uri":"x""#, ""))).len(), 1);
        assert_eq!(told(&whole.replacen('{', r#"{"note":"x","#, 1)).len(), 1);
        let id = whole.split("\"keyid\": \"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(told(&whole.replace(id, "見本 花子")).len(), 1);
        assert!(told(&whole.replace(id, "")).is_empty());
        assert_eq!(told(&whole.replace("\"sig\"", "\"cert\": 5, \"sig\"")).len(), 1);
        let many: String = (0..100).map(|number| format!(r#""{number}":0,"#)).collect();
        assert_eq!(told(&whole.replacen('{', &format!("{{{many}"), 1)).len(), MOST);
    }
}
