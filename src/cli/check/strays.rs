//! What lies under `policies/` and is none of ours, as the check tells of it.

use crate::diagnostic::Text;
use crate::spelling::printable;
use crate::text;
use std::path::Path;

/// Tells of the files under `policies/` that are none of ours, in one line.
pub(super) fn others(first: &Path, count: usize) -> Text {
    let first = first.display().to_string();
    let first = printable(&first);
    let (ja, en) = match count - 1 {
        0 => (String::new(), String::new()),
        more => (format!(" ほか{more}件"), format!(" and {more} more")),
    };
    text!(
        "情報: policies の下に、検査の対象でないファイルがあります（{first}{ja}）。案件なら、名の終わりを .yaml にしてください",
        "info: there are files under policies that are not checked ({first}{en}); a matter's name ends in .yaml"
    )
}
