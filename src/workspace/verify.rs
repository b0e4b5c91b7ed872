//! Verification of the evidence: of a workspace, or of an evidence folder that came alone.

use crate::diagnostic::Text;
use crate::evidence::error::Error;
use crate::evidence::format::checkpoint::Checkpoint;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::receipt::{self, Receipt};
use crate::evidence::store::Disk;
use crate::evidence::verify::log::HeldHead;
use crate::evidence::verify::trust::TrustFile;
use crate::evidence::verify::{self, Options, Told, Verdict};
use crate::model::load::Workspace;
use crate::text;
use std::path::Path;

/// With what the evidence is verified.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What the verifier brings along; without it only that the inside fits together is verified.
    pub trust: Option<&'a TrustFile>,
    /// Heads held elsewhere, which the log must extend.
    pub held: &'a [HeldHead],
    /// The clock of whoever verifies, or the day that is looked from.
    pub now: Moment,
    /// The latest moment that an entry may bear: the clock of whoever verifies, or a later day that is looked from.
    /// Nothing where no clock is asked.
    pub latest: Option<Moment>,
    /// Within how many days a witness must have seen an entry; 0 where it must have seen all of them.
    pub require_witness: Option<u64>,
}

impl Workspace {
    /// Verifies the evidence of the workspace. `each` is told of every record and every problem as they come, so that
    /// a log of any length can be shown.
    ///
    /// # Errors
    ///
    /// [`Error::NoLog`] where the workspace keeps no record.
    pub fn verify(&self, asked: &Asked<'_>, each: &mut dyn FnMut(Told)) -> Result<Verdict, Error> {
        folder(&self.root().join("evidence"), asked, each)
    }
}

/// Verifies an evidence folder that came without its workspace, as [`Workspace::verify`] does.
///
/// # Errors
///
/// [`Error::NoLog`] where there is nothing to verify.
pub fn folder(root: &Path, asked: &Asked<'_>, each: &mut dyn FnMut(Told)) -> Result<Verdict, Error> {
    let Asked { trust, held, now, latest, require_witness } = *asked;
    verify::verify(&Options { store: &Disk::new(root), trust, held, now, latest, require_witness }, each)
}

/// Reads a trust file; `name` is what to call it.
///
/// # Errors
///
/// What is wrong with the file.
pub fn trust(name: &str, bytes: &[u8]) -> Result<TrustFile, Text> {
    TrustFile::parse(bytes).map_err(|wrong| {
        let Text { ja, en } = wrong.text();
        text!("信頼ファイル {name}: {ja}", "trust file {name}: {en}")
    })
}

/// Reads a head that was held elsewhere: a checkpoint, or the one in a receipt; `name` is what to call it.
///
/// # Errors
///
/// What is wrong with the file.
pub fn held(name: &str, bytes: &[u8]) -> Result<HeldHead, Text> {
    let checkpoint = if receipt::is_one(bytes) {
        Receipt::parse(bytes).map(|receipt| receipt.checkpoint).map_err(|wrong| {
            let Text { ja, en } = wrong.text();
            text!(
                "{name} は受領証ですが、途中で切れたか、書き換えられています: {ja}。渡した者（`fugi log proof`）から、もう一度受け取ってください",
                "{name} is a proof that was cut off or changed: {en}; ask whoever handed it out for it again (`fugi log proof`)"
            )
        })?
    } else {
        Checkpoint::parse(bytes).map_err(|wrong| {
            let Text { ja, en } = wrong.text();
            text!(
                "{name} はチェックポイントでも受領証でもありません: {ja}",
                "{name} is neither a checkpoint nor a proof: {en}"
            )
        })?
    };
    Ok(HeldHead { name: name.to_owned(), checkpoint })
}
