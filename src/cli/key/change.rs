//! `fugi key root`, `enrol`, `revoke`, `approve`: the next version of the key register.

use super::Common;
use super::state::{Draft, LARGEST, State, private_keys, public, settle, unsigned};
use crate::cli::Global;
use crate::cli::evidence::workspace;
use crate::cli::evidence::{Confirm, EvidenceFolder, now};
use crate::cli::files::read;
use crate::cli::output::Output;
use crate::cli::passphrase;
use crate::diagnostic::Text;
use crate::evidence::format::ed25519::{PrivateKey, PublicKey};
use crate::evidence::format::envelope::{Envelope, REGISTER_TYPE};
use crate::evidence::format::key::KeyId;
use crate::evidence::format::note::check_name;
use crate::evidence::format::personal;
use crate::evidence::format::register::{KeyEntry, Register};
use crate::evidence::format::role::Role;
use crate::spelling::{self, one_line};
use crate::text;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Root {
    /// 鍵の管理者の公開鍵と持ち主（`情報システム課=joho.pub.pem` の形。全員を並べる。今の管理者で並べなかった者は外れる）
    ///
    /// Public keys of the administrators and their holders, as HOLDER=joho.pub.pem; name all of them: an administrator who is not named is removed
    #[arg(value_name = "持ち主=FILE", required = true)]
    keys: Vec<String>,
    /// 変更に要る署名の数
    ///
    /// How many signatures a change takes
    #[arg(long, value_name = "N")]
    threshold: u64,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Enrol {
    /// 公開鍵のファイル（.pub.pem、又は ssh-keygen の id_ed25519.pub）
    ///
    /// File of the public key (.pub.pem, or id_ed25519.pub of ssh-keygen)
    file: PathBuf,
    /// 役割: contractor（委託先）、ward（担当課）、witness（監査）、log（ログ）
    ///
    /// Role: contractor, ward (section in charge), witness (auditor), log
    #[arg(long, value_name = "ROLE", value_parser = super::role)]
    role: Role,
    /// 持ち主（会社か部署の名）
    ///
    /// Holder (name of the company or department)
    #[arg(long, value_name = "NAME")]
    holder: String,
    /// 法人の識別子（委託先の鍵のとき。parties.yaml の id）
    ///
    /// Id of the legal entity in parties.yaml (for a contractor's key)
    #[arg(long, value_name = "ID")]
    party: Option<String>,
    /// ログか監査の鍵が連署に使う名（空白を含まない。省略時、ログはログの名）
    ///
    /// Name that the key of a log or witness signs with (no blanks; default for a log: the log's name)
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// 失効させる鍵の識別子（初めの8桁以上）
    ///
    /// Id of the key to revoke (its first 8 digits or more)
    key: String,
    /// この番号の記録から先を無効にする（省略時は、次の記録から）
    ///
    /// Make the key void from the record of this number on (default: from the next one)
    #[arg(long, value_name = "N")]
    from: Option<u64>,
    /// 理由
    ///
    /// Reason
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Approve {
    /// 登録簿の案
    ///
    /// Draft of the register
    draft: PathBuf,
    #[command(flatten)]
    place: EvidenceFolder,
    /// 署名する、鍵の管理者の秘密鍵（署名がそろった案を発効させるだけなら要らない）
    ///
    /// Private key of an administrator of keys that signs (not needed to put a draft in force that has enough signatures)
    #[arg(long = "root-key", value_name = "FILE", required_unless_present = "log_key")]
    root_keys: Vec<PathBuf>,
    /// ログの秘密鍵（署名がそろえば、ログに載せて発効する）
    ///
    /// Private key of the log: with enough signatures, the draft is logged and comes into force
    #[arg(long, value_name = "FILE")]
    log_key: Option<PathBuf>,
    #[command(flatten)]
    passphrase: passphrase::From,
    #[command(flatten)]
    confirm: Confirm,
}

/// Refuses a name that shows another than it is: what enters the register stays there for good.
fn named(option: &str, text: &str, fits: fn(&str) -> bool) -> Result<(), Text> {
    if fits(text) {
        return Ok(());
    }
    let shown = one_line(text);
    Err(text!(
        "{option} の値「{shown}」に、見えない文字か、前後の空白があります（識別子は、中の空白も）。打ち直してください",
        "the value `{shown}` of {option} has a hidden character, or a blank at its ends (an id: anywhere); type it again"
    ))
}

/// Refuses what looks like a resident's data in what a new version of the register adds: it is an entry of the log, and
/// stays there for good.
fn harmless(state: &State, next: &Register) -> Result<(), Text> {
    let before = state.versions.last().map(|version| version.register.keys.as_slice()).unwrap_or_default();
    for entry in &next.keys {
        let old = before.iter().find(|old| old.key_id == entry.key_id);
        let added = |get: fn(&KeyEntry) -> Option<&str>| {
            let text = get(entry)?;
            (old.and_then(get) != Some(text)).then_some(text)
        };
        let holder = added(|entry| Some(&entry.holder)).map(|text| (text, false));
        let reason = added(|entry| entry.reason.as_deref()).map(|text| (text, false));
        let party = added(|entry| entry.party.as_deref()).map(|text| (text, true));
        let name = added(|entry| entry.note_name.as_deref()).map(|text| (text, true));
        for (text, is_id) in [holder, reason, party, name].into_iter().flatten() {
            let shown = one_line(text);
            if let Some(hidden) = personal::hidden(text) {
                return Err(text!(
                    "登録簿に載せる「{shown}」に、見えない文字（{hidden}）があります。打ち直してください",
                    "`{shown}`, which would enter the register, has a hidden character ({hidden}); type it again"
                ));
            }
            if let Some(Text { ja, en }) = personal::in_name(text, is_id) {
                return Err(text!(
                    "登録簿に載せる「{shown}」は、住民の個人情報のように見えます（{ja}）。登録簿はログに残り、消せません。持ち主は会社か部署の名（人なら職名と氏名）だけを、理由は出来事だけを書いてください",
                    "`{shown}`, which would enter the register, looks like a resident's data ({en}). The register stays in the log for good: write only the name of the company or department (of a person: office and name), and as a reason only what happened"
                ));
            }
        }
    }
    Ok(())
}

/// Refuses a new key of a company that no list of parties knows, or under another company's name: what such a key signs
/// would count as that company's. Without a workspace only the register itself can say whose a name is.
fn of_companies(state: &State, next: &Register) -> Result<(), Text> {
    let before = || state.versions.iter().flat_map(|version| &version.register.keys);
    let new = next.keys.iter().filter(|entry| before().all(|old| old.key_id != entry.key_id));
    let workspace = workspace();
    for (party, holder) in new.filter_map(|entry| Some((entry.party.as_deref()?, &entry.holder))) {
        if let Some(problem) = workspace.as_ref().and_then(|own| own.holder_problem(party, holder)) {
            return Err(problem);
        }
        let others = before().filter_map(|entry| Some((entry.party.as_deref()?, &entry.holder)));
        let mut others = others.filter(|(other, name)| *other != party && spelling::same(name, holder));
        if let Some((other, _)) = others.next() {
            return Err(text!(
                "--holder の値「{holder}」は、登録簿では {other} の名です。{party} の名を書いてください（`fugi key list` で確かめられます）",
                "the value `{holder}` of --holder is the name of {other} in the register; write the name of {party} (see `fugi key list`)"
            ));
        }
    }
    Ok(())
}

pub(super) fn root(global: &Global, arguments: &Root, output: &mut Output) -> Result<(), Text> {
    let state = State::open(&arguments.common.place)?;
    let mut given: Vec<(String, PublicKey)> = Vec::new();
    for pair in &arguments.keys {
        let (holder, file) =
            pair.split_once('=').filter(|(holder, _)| !holder.is_empty()).ok_or_else(|| {
                text!(
                    "「{pair}」は「持ち主=公開鍵のファイル」の形ではありません",
                    "`{pair}` is not HOLDER=FILE"
                )
            })?;
        named("HOLDER=FILE", holder, personal::is_name)?;
        given.push((holder.to_owned(), public(Path::new(file))?));
    }
    let mut keys = state.versions.last().map(|version| version.register.keys.clone()).unwrap_or_default();
    for entry in keys.iter_mut().filter(|entry| entry.role == Role::Root && entry.until.is_none()) {
        if given.iter().all(|(_, key)| KeyId::of(key).digest() != &entry.key_id) {
            entry.until = Some(state.size.max(entry.from));
            entry.reason = Some("鍵の管理者の交代".to_owned());
        }
    }
    for (holder, key) in &given {
        let id = KeyId::of(key);
        match keys.iter().find(|entry| entry.key_id == *id.digest()) {
            None => keys.push(KeyEntry::new(key, Role::Root, holder, None, state.size)),
            Some(entry) if entry.role == Role::Root && entry.until.is_none() => {}
            Some(_) => {
                return Err(text!(
                    "{holder} の鍵は、失効しているか、ほかの役割で登録されています。新しい鍵を作ってください",
                    "the key of {holder} was revoked or has another role; make a new one"
                ));
            }
        }
    }
    let next = Register {
        version: state.next(),
        log: state.log.origin().to_owned(),
        issued_at: now(),
        threshold: arguments.threshold,
        keys,
    };
    let (count, threshold) = (given.len(), arguments.threshold);
    output.say(&text!(
        "鍵の管理者 {count} 人。変更には {threshold} 人の署名が要ることになります",
        "{count} root key(s); a change will need {threshold}"
    ));
    finish(global, &state, next, &arguments.common, output)
}

pub(super) fn enrol(global: &Global, arguments: &Enrol, output: &mut Output) -> Result<(), Text> {
    let state = State::open(&arguments.common.place)?;
    let latest = state.latest()?;
    let key = public(&arguments.file)?;
    let id = KeyId::of(&key);
    if latest.entry(&id).is_some() {
        return Err(text!(
            "この鍵（{id}）はもう登録されています。失効した鍵も、再び登録することはできません",
            "this key ({id}) is in the register already; a revoked key cannot come back"
        ));
    }
    let (role, holder) = (arguments.role, &arguments.holder);
    named("--holder", holder, personal::is_name)?;
    for (option, text) in [("--party", &arguments.party), ("--name", &arguments.name)] {
        text.as_ref().map_or(Ok(()), |text| named(option, text, personal::is_id))?;
    }
    match (role, &arguments.party) {
        (Role::Root, _) => {
            return Err(text!(
                "鍵の管理者は `fugi key root` で定めます",
                "root keys are set with `fugi key root`"
            ));
        }
        (Role::Contractor, None) => {
            return Err(text!(
                "委託先の鍵には、法人の識別子（--party）が要ります",
                "a contractor's key needs --party"
            ));
        }
        (Role::Ward | Role::Witness | Role::Log, Some(_)) => {
            return Err(text!("--party は委託先の鍵だけに付けます", "--party belongs to a contractor's key"));
        }
        _ => {}
    }
    let parties = latest.keys.iter().filter_map(|entry| entry.party.as_deref());
    if let Some(party) = &arguments.party
        && let Some(known) = parties.into_iter().find(|known| spelling::same(known, party) && known != party)
    {
        let shown = one_line(party);
        return Err(text!(
            "--party の値「{shown}」は、登録済みの「{known}」と、字の幅か大小、線の種類だけが違います。同じ法人なら「{known}」と、別の法人なら見分けのつく識別子を書いてください",
            "the value `{shown}` of --party differs from `{known}`, which is in the register, in width, case or a kind of dash only: write `{known}` for the same company, and an id that is told apart for another"
        ));
    }
    let mut entry = KeyEntry::new(&key, role, holder, arguments.party.as_deref(), state.size);
    entry.note_name = match (role, &arguments.name) {
        (Role::Log, None) => Some(state.log.origin().to_owned()),
        (Role::Log | Role::Witness, Some(name)) => Some(name.clone()),
        (Role::Witness, None) => {
            return Err(text!("監査の鍵には、連署に使う名（--name）が要ります", "a witness needs --name"));
        }
        (_, Some(_)) => {
            return Err(text!(
                "--name はログと監査の鍵だけに付けます",
                "--name belongs to a log or a witness"
            ));
        }
        (_, None) => None,
    };
    if let Some(name) = &entry.note_name {
        check_name(name).map_err(|wrong| wrong.text())?;
    }
    let (label, word, from) = (role.label(), role.word(), state.size);
    output.say(&text!(
        "{label}「{holder}」の鍵 {id} を登録します。{from} 番の記録から有効です。\n取扱責任者届などの書面の指紋と、この識別子が同じことを確かめてください",
        "enrols the key {id} of {holder} ({word}), valid from entry {from}; compare the id with the one on paper"
    ));
    let mut keys = latest.keys.clone();
    keys.push(entry);
    let next = Register { version: state.next(), issued_at: now(), keys, ..latest.clone() };
    finish(global, &state, next, &arguments.common, output)
}

pub(super) fn revoke(global: &Global, arguments: &Revoke, output: &mut Output) -> Result<(), Text> {
    named("--reason", &arguments.reason, personal::is_name)?;
    let state = State::open(&arguments.common.place)?;
    let latest = state.latest()?;
    let wanted = &arguments.key;
    let matches =
        |entry: &&KeyEntry| wanted.len() >= 8 && entry.key_id.to_string().starts_with(wanted.as_str());
    let found: Vec<&KeyEntry> = latest.keys.iter().filter(matches).collect();
    let [entry] = found.as_slice() else {
        return Err(text!(
            "識別子が「{wanted}」で始まる鍵が一つに決まりません（8桁以上。`fugi key list` で確かめられます）",
            "`{wanted}` does not name one key (8 digits or more; see `fugi key list`)"
        ));
    };
    if entry.role == Role::Root {
        return Err(text!(
            "鍵の管理者は `fugi key root` で替えます",
            "root keys are changed with `fugi key root`"
        ));
    }
    let from = arguments.from.unwrap_or(state.size).max(entry.from);
    if entry.until.is_some_and(|until| until < from) {
        return Err(text!("この鍵は、それより前に失効しています", "this key was revoked earlier than that"));
    }
    let (id, holder, label) = (entry.key_id, entry.holder.clone(), entry.role.label());
    output.say(&text!(
        "{label}「{holder}」の鍵 {id} を、{from} 番の記録から無効にします。\nそれより前の記録は有効なままです。{from} 番から先の記録は、受領の再確認（reconfirmed）がない限り検証で不合格になります",
        "revokes the key {id} of {holder} from entry {from} on; earlier records stay valid"
    ));
    if entry.role == Role::Log {
        output.say(&text!(
            "これはログの鍵です。この失効が、このログの最後の登載になり、後には何も登載できません（登録簿に別のログの鍵を足しても同じです）。続けるときは、立会の署名を受けてこのログを保存し、新しい鍵と別の名で `fugi log new` から始め、このログの最後のチェックポイント（件数と根）を、新しいログの信頼ファイルと共に渡す書面に書き残してください",
            "this is the log's key: its revocation is the last entry of this log, and nothing can be logged here afterwards, whatever other key the register has. To go on, have this log witnessed and keep it, begin a new one with a new key and another name (`fugi log new`), and write the last head of this one (size and root) down on the paper with which the new trust file is handed over"
        ));
    }
    let mut keys = latest.keys.clone();
    for entry in keys.iter_mut().filter(|entry| entry.key_id == id) {
        entry.until = Some(from);
        entry.reason = Some(arguments.reason.clone());
    }
    let next = Register { version: state.next(), issued_at: now(), keys, ..latest.clone() };
    finish(global, &state, next, &arguments.common, output)
}

/// Signs the next version with the keys at hand; installs it where they are enough, else writes a draft.
fn finish(
    global: &Global,
    state: &State,
    next: Register,
    common: &Common,
    output: &mut Output,
) -> Result<(), Text> {
    harmless(state, &next)?;
    of_companies(state, &next)?;
    let payload = next.to_payload().map_err(|error| text!("書けません（{error}）", "{error}"))?;
    if common.root_keys.is_empty() && common.draft.is_none() {
        return Err(text!(
            "鍵の管理者の秘密鍵（--root-key）か、案を書き出すファイル（--draft）を指定してください",
            "name root keys (--root-key), or a file for the draft (--draft)"
        ));
    }
    let question = text!(
        "登録簿に足した鍵は消せません（失効はできます）",
        "a key in the register can be revoked, never removed"
    );
    common.confirm.ask(&question, output)?;
    let (keys, log_key) =
        private_keys(global, &common.root_keys, common.log_key.as_ref(), &common.passphrase)?;
    let signers: Vec<&PrivateKey> = keys.iter().collect();
    let envelope = Envelope::sign(REGISTER_TYPE, payload, &signers);
    let draft = common.draft.as_deref().map(|path| Draft { path, seen: None });
    settle(state, envelope, draft.as_ref(), log_key.as_ref(), output)
}

pub(super) fn approve(global: &Global, arguments: &Approve, output: &mut Output) -> Result<(), Text> {
    let state = State::open(&arguments.place)?;
    let shown = arguments.draft.display();
    let bytes = read(&arguments.draft, LARGEST)?;
    let wrong = |Text { ja, en }: Text| text!("{shown}: {ja}", "{shown}: {en}");
    let draft = match Envelope::parse(&bytes) {
        Ok(envelope) => envelope,
        // A draft that nobody has signed yet is no envelope of DSSE; its payload is.
        Err(problem) => match unsigned(&bytes) {
            Some(envelope) => envelope,
            None => return Err(wrong(problem.text())),
        },
    };
    let register: Register = serde_json::from_slice(&draft.payload)
        .map_err(|error| wrong(text!("登録簿の案ではありません（{error}）", "it is no draft ({error})")))?;
    describe(&state, &register, output);
    harmless(&state, &register)?;
    of_companies(&state, &register)?;
    arguments.confirm.ask(
        &text!("この登録簿に、鍵の管理者として署名します", "signs this register as a root key"),
        output,
    )?;
    let (keys, log_key) =
        private_keys(global, &arguments.root_keys, arguments.log_key.as_ref(), &arguments.passphrase)?;
    let mut envelope = draft;
    for key in &keys {
        if envelope.signers([&key.public()]).is_empty() {
            envelope.add_signature(key);
        }
    }
    let draft = Draft { path: &arguments.draft, seen: Some(&bytes) };
    settle(&state, envelope, Some(&draft), log_key.as_ref(), output)
}

/// Says what a draft changes, so that nobody signs unseen.
fn describe(state: &State, next: &Register, output: &mut Output) {
    let (version, threshold) = (next.version, next.threshold);
    output.say(&text!(
        "登録簿 第{version}版の案（変更に要る署名 {threshold}）",
        "draft of version {version}, threshold {threshold}"
    ));
    let latest = state.versions.last().map(|version| &version.register);
    if let Some(was) = latest.map(|latest| latest.threshold).filter(|was| threshold < *was) {
        output.say(&text!(
            "  減らす: 変更に要る署名 {was} → {threshold}",
            "  lowers the signatures that a change needs from {was} to {threshold}"
        ));
    }
    let before = latest.map(|latest| latest.keys.as_slice()).unwrap_or_default();
    for entry in &next.keys {
        let (id, label, holder, from) = (entry.key_id, entry.role.label(), &entry.holder, entry.from);
        let old = before.iter().find(|old| old.key_id == entry.key_id);
        match (old, entry.until) {
            (None, _) => output.say(&text!(
                "  足す: {label} {holder} {id}（{from} 番から）",
                "  adds: {holder} {id} from {from}"
            )),
            (Some(old), Some(until)) if old.until != entry.until => {
                output.say(&text!(
                    "  失効: {label} {holder} {id}（{until} 番から）",
                    "  revokes: {holder} {id} from {until}"
                ));
            }
            _ => {}
        }
        if let Some(was) = old.map(|old| &old.holder).filter(|was| *was != holder) {
            output.say(&text!(
                "  名を替える: {label} {was} → {holder} {id}",
                "  renames the holder of {id} from {was} to {holder}"
            ));
        }
        if old.is_none() && from < state.size {
            let size = state.size;
            output.say(&text!(
                "  注意: この鍵は {from} 番から有効と書かれていますが、効くのはログに載せた番号（{size} 番から後）からです",
                "  note: the key claims to count from entry {from}, and counts from where it is logged ({size} or later)"
            ));
        }
    }
}
