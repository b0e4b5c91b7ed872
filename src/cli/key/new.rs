//! `fugi key new`: a private key, encrypted, and its public key to hand over.

use crate::cli::files::write_new;
use crate::cli::output::Output;
use crate::cli::{Global, passphrase};
use crate::diagnostic::Text;
use crate::evidence::format::key::{self, KeyId};
use crate::evidence::format::note::VerifierKey;
use crate::evidence::format::role::Role;
use crate::source::is_portable_name;
use crate::text;
use crate::whole::Access;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 鍵の名（ファイルの名になる。例: mihon-insatsu）
    ///
    /// Name of the key, which names its files, for example mihon-insatsu
    name: String,
    /// 役割: contractor（委託先）、ward（担当課）、witness（監査）、log（ログ）、root（鍵の管理者）
    ///
    /// Role: contractor, ward (section in charge), witness (auditor), log, root (administrator of keys)
    #[arg(long, value_name = "ROLE", value_parser = super::role)]
    role: Role,
    /// 置くフォルダ（省略時は、今のフォルダ）
    ///
    /// Folder to put the files in (default: the current folder)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    passphrase: passphrase::From,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<(), Text> {
    let (name, role) = (&arguments.name, arguments.role);
    if !is_portable_name(name) || name.starts_with('.') {
        return Err(text!("「{name}」はファイルの名に使えません", "`{name}` cannot be a file's name"));
    }
    let folder = arguments.out.clone().unwrap_or_default();
    let private_path = folder.join(format!("{name}.key.pem"));
    let public_path = folder.join(format!("{name}.pub.pem"));
    for path in [&private_path, &public_path] {
        if path.exists() {
            let shown = path.display();
            return Err(text!(
                "{shown} はもうあります。書き換えません",
                "{shown} exists and is not overwritten"
            ));
        }
    }
    let passphrase = arguments.passphrase.open(global.language())?.ask_new(name)?;
    let key = key::generate().map_err(|error| error.text())?;
    let id = KeyId::of(&key.public());
    let (label, word) = (role.label(), role.word());
    let about = [format!("fugi: {label} ({word})"), format!("name: {name}")];
    let private = key::encrypt(&key, &passphrase, &about).map_err(|error| error.text())?;
    let public = key::public_text(&key.public(), &about).map_err(|error| error.text())?;
    write_new(&private_path, private.as_bytes(), Access::Owner)?;
    write_new(&public_path, public.as_bytes(), Access::Everyone)?;
    let (private_shown, public_shown) = (private_path.display(), public_path.display());
    output.line(&format!("{private_shown}\n{public_shown}"));
    output.say(&text!(
        "{label}の鍵を作りました。識別子（書面で届け出る指紋）: {id}",
        "made a key of the role {word}; its id, to be confirmed on paper: {id}"
    ));
    match role {
        Role::Log | Role::Witness => {
            let note = if role == Role::Log {
                VerifierKey::log(name, key.public())
            } else {
                VerifierKey::witness(name, key.public())
            };
            output.line(&note.to_string());
        }
        Role::Contractor | Role::Ward | Role::Root => {}
    }
    output.say(&text!(
        "秘密鍵 {private_shown} とパスフレーズは、別々に保管し、誰にも渡さないでください。渡すのは {public_shown} だけです",
        "keep {private_shown} and its passphrase apart; hand over {public_shown} only"
    ));
    Ok(())
}
