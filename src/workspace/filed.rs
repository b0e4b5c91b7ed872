//! What the record of the workspace holds, for the questions on what is due.

use crate::duty::filed::{self, Filed};
use crate::evidence::error::Error;
use crate::evidence::log::Log;
use crate::model::load::Workspace;

impl Workspace {
    /// Returns what was filed, and the entries that cannot be read, which count as not filed; nothing where the
    /// workspace keeps no record yet. Signatures are not looked at: that is
    /// [`verify`](crate::evidence::verify::verify).
    ///
    /// # Errors
    ///
    /// [`Error`] where the log itself cannot be read.
    pub fn filed(&self) -> Result<(Filed, Vec<filed::Unread>), Error> {
        match Log::open(&self.root().join("evidence")) {
            Ok(log) => filed::read(&log),
            Err(Error::NoLog(_)) => Ok((Filed::default(), Vec::new())),
            Err(error) => Err(error),
        }
    }
}
