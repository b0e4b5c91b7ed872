//! Whom to trust (C2SP tlog-policy): the logs, the witnesses, and how many of them must have cosigned a head.
//!
//! The file comes from whoever verifies, never from the folder under test: a key that is replaced together with
//! everything it signed cannot be seen otherwise.

use super::malformed::{Malformed, lines_of, number};
use super::note::{Algorithm, VerifierKey};
use crate::text;
use std::collections::BTreeMap;

/// The longest policy that is read, in bytes.
pub const LIMIT: usize = 256 * 1024;

/// The most logs, witnesses and groups; the specification asks for at least 32 of each.
const MOST: usize = 256;

/// A trust policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<VerifierKey>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    quorum: Option<Member>,
}

/// A witness of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What the policy calls it.
    pub name: String,
    /// Its key.
    pub key: VerifierKey,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    threshold: usize,
    members: Vec<Member>,
}

/// A name that can be a member: the number of a witness or of a group that stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group(usize),
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    ///
    /// [`Malformed`] with the line that is not as the specification asks.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::default();
        // A last line without a line feed is read too: people write these files by hand.
        let mut ended = bytes.to_vec();
        if !ended.ends_with(b"\n") {
            ended.push(b'\n');
        }
        for (at, line) in lines_of(&ended, LIMIT)?.lines().enumerate() {
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            if !words.first().is_none_or(|word| word.starts_with('#')) {
                reader.line(&words).map_err(|wrong| Malformed::at(at + 1, wrong.what))?;
            }
        }
        let Some(quorum) = reader.quorum else {
            return Err(Malformed::whole(text!(
                "quorum の行がありません（立会人を求めないなら `quorum none` と書いてください）",
                "there is no quorum line (write `quorum none` to ask for no witness)"
            )));
        };
        Ok(Self { logs: reader.logs, witnesses: reader.witnesses, groups: reader.groups, quorum })
    }

    /// Returns a policy that trusts one log and asks for no witness.
    #[must_use]
    pub fn of_log(key: VerifierKey) -> Self {
        Self { logs: vec![key], witnesses: Vec::new(), groups: Vec::new(), quorum: None }
    }

    /// Returns a policy that trusts no log: nothing is signed under it.
    #[must_use]
    pub fn of_nobody() -> Self {
        Self { logs: Vec::new(), witnesses: Vec::new(), groups: Vec::new(), quorum: None }
    }

    /// Returns the trusted logs.
    #[must_use]
    pub fn logs(&self) -> &[VerifierKey] {
        &self.logs
    }

    /// Returns the known witnesses.
    #[must_use]
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Returns whether any witness must have cosigned.
    #[must_use]
    pub fn asks_for_witnesses(&self) -> bool {
        self.quorum.is_some()
    }

    /// Returns whether the witnesses for which `has_cosigned` is true are enough; it is asked by number of witness.
    #[must_use]
    pub fn is_met(&self, has_cosigned: impl Fn(usize) -> bool) -> bool {
        let mut met: Vec<bool> = Vec::new();
        let of = |member: &Member, met: &[bool]| match member {
            Member::Group(group) => met.get(*group).copied().unwrap_or(false),
            Member::Witness(witness) => has_cosigned(*witness),
        };
        // Groups name only what stands before them, so one pass decides all of them.
        for group in &self.groups {
            let count = group.members.iter().filter(|member| of(member, &met)).count();
            met.push(count >= group.threshold);
        }
        self.quorum.as_ref().is_none_or(|quorum| of(quorum, &met))
    }
}

#[derive(Default)]
struct Reader {
    logs: Vec<VerifierKey>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    names: BTreeMap<String, (Member, bool)>,
    quorum: Option<Option<Member>>,
}

impl Reader {
    fn line(&mut self, words: &[&str]) -> Result<(), Malformed> {
        if self.logs.len() + self.witnesses.len() + self.groups.len() >= MOST {
            return Err(Malformed::whole(text!("{MOST}行を超えています", "more than {MOST} lines")));
        }
        match words {
            ["log", key] | ["log", key, _] => self.log(key.parse()?),
            ["witness", name, key] | ["witness", name, key, _] => self.witness(name, key.parse()?),
            ["group", name, threshold, members @ ..] => self.group(name, threshold, members),
            ["quorum", name] => self.set_quorum(name),
            _ => Err(Malformed::whole(text!(
                "この行を読めません（log、witness、group、quorum のどれかで、行末の注は書けません）",
                "this line cannot be read (it is one of log, witness, group, quorum, without a comment at its end)"
            ))),
        }
    }

    fn log(&mut self, key: VerifierKey) -> Result<(), Malformed> {
        let name = &key.name;
        if key.algorithm != Algorithm::Note {
            return Err(Malformed::whole(text!(
                "「{name}」は立会人の鍵です。log の行には種類 0x01 の鍵を書いてください",
                "`{name}` is the key of a witness; a log line takes a key of type 0x01"
            )));
        }
        if self.logs.iter().any(|log| log.key == key.key) {
            return Err(Malformed::whole(text!(
                "「{name}」の鍵は2回目です",
                "the key of `{name}` stands twice"
            )));
        }
        self.logs.push(key);
        Ok(())
    }

    fn witness(&mut self, name: &str, key: VerifierKey) -> Result<(), Malformed> {
        if key.algorithm != Algorithm::Cosignature {
            return Err(Malformed::whole(text!(
                "「{name}」はログの鍵です。witness の行には種類 0x04 の鍵を書いてください",
                "`{name}` is the key of a log; a witness line takes a key of type 0x04"
            )));
        }
        if self.witnesses.iter().any(|witness| witness.key.key == key.key) {
            return Err(Malformed::whole(text!(
                "「{name}」の鍵は2回目です",
                "the key of `{name}` stands twice"
            )));
        }
        self.define(name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(Witness { name: name.to_owned(), key });
        Ok(())
    }

    fn define(&mut self, name: &str, member: Member) -> Result<(), Malformed> {
        if name == "none" || self.names.insert(name.to_owned(), (member, false)).is_some() {
            return Err(Malformed::whole(text!(
                "名前「{name}」は2回目です",
                "the name `{name}` stands twice"
            )));
        }
        Ok(())
    }

    fn group(&mut self, name: &str, threshold: &str, members: &[&str]) -> Result<(), Malformed> {
        let threshold = match threshold {
            "all" => Some(members.len()),
            "any" => Some(1),
            digits => number(digits).and_then(|n| usize::try_from(n).ok()),
        };
        let threshold = threshold.filter(|n| (1..=members.len()).contains(n)).ok_or_else(|| {
            Malformed::whole(text!(
                "group「{name}」の必要数は、all、any、または1から構成員の数までの数です",
                "the threshold of the group `{name}` is all, any, or a number from 1 to that of its members"
            ))
        })?;
        let mut found = Vec::new();
        for member in members {
            match self.names.get_mut(*member) {
                None => return Err(undefined(member)),
                Some((_, true)) => {
                    return Err(Malformed::whole(text!(
                        "「{member}」は既に group の構成員です（1回だけ数えます）",
                        "`{member}` is already a member (it counts once)"
                    )));
                }
                Some((number, taken)) => {
                    *taken = true;
                    found.push(*number);
                }
            }
        }
        self.define(name, Member::Group(self.groups.len()))?;
        self.groups.push(Group { threshold, members: found });
        Ok(())
    }

    fn set_quorum(&mut self, name: &str) -> Result<(), Malformed> {
        if self.quorum.is_some() {
            return Err(Malformed::whole(text!("quorum の行が2回目です", "a second quorum line")));
        }
        self.quorum = Some(match (name, self.names.get(name)) {
            ("none", _) => None,
            (_, Some((member, _))) => Some(*member),
            (_, None) => return Err(undefined(name)),
        });
        Ok(())
    }
}

fn undefined(name: &str) -> Malformed {
    Malformed::whole(text!(
        "「{name}」はまだ定義されていません（前の行に書いてください）",
        "`{name}` is not defined (define it on an earlier line)"
    ))
}
