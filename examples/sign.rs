//! Signs a file with a key of `fugi key new`, so that `ssh-keygen -Y verify -n file` holds it:
//! `FUGI_PASSPHRASE=… cargo run --example sign -- KEY.key.pem NAME FILE` writes `FILE.sig`, and prints the line of NAME
//! for the file of allowed signers.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "an example prints, and reads its passphrase from the environment"
)]

use fugi::evidence::format::key;
use fugi::evidence::format::sshsig::{SshSignature, allowed_signer};
use std::error::Error;
use std::path::Path;

/// What the signature is good for: the word that OpenSSH's own examples use for files.
const FILE: &str = "file";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [key, name, file] = arguments.as_slice() else {
        return Err("usage: sign KEY.key.pem NAME FILE".into());
    };
    let passphrase = std::env::var("FUGI_PASSPHRASE").map_err(|_| "set FUGI_PASSPHRASE")?;
    let key = key::load(Path::new(key), &passphrase).map_err(|error| error.text().ja)?;
    let signature = SshSignature::sign(&key, FILE, &std::fs::read(file)?);
    std::fs::write(format!("{file}.sig"), signature.to_text())?;
    println!("{}", allowed_signer(name, FILE, &key.public()).trim_end());
    Ok(())
}
