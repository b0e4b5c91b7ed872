//! What the council approved, for the rules that hold it against what the files say now.

use crate::check::context::Context;
use crate::check::mutation::{Mutation, Plant};
use crate::model::matter::ApprovedContent;
use crate::source::Located;
use crate::text;

/// Returns what the council approved of a matter, where its file says so.
pub(super) fn approved<'a>(context: &Context<'a>) -> Option<&'a ApprovedContent> {
    context.matter.council.as_ref()?.approved.as_ref()
}

/// Plants the digest of something else.
pub(super) fn plant(
    context: &Context<'_>,
    digest: impl Fn(&ApprovedContent) -> Option<&Located<String>>,
) -> Mutation {
    let digest = approved(context).and_then(digest);
    Mutation::new(
        digest.map(|digest| Plant::scalar(digest.span, &format!("sha256:{}", "0".repeat(64)))),
        text!(
            "承認された内容の値（council の approved）が書かれていません",
            "no digest of what was approved (`approved` under `council`)"
        ),
    )
}
