//! What the council approved, beside what the files say now.

use crate::case::approved::{Now, Standing};
use crate::check::context::Context;
use crate::check::mutation::{Mutation, Plant};
use crate::model::matter::ApprovedContent;
use crate::source::Located;
use crate::text;

/// Returns the approval of a matter and in what it differs from the files; looks and versions make no difference here.
pub(super) fn standing<'a>(context: &Context<'a>) -> Option<(&'a ApprovedContent, Standing)> {
    let approved = context.matter.council.as_ref()?.approved.as_ref()?;
    Some((approved, Now::of(context).against(approved, None)))
}

/// Plants the digest of something else.
pub(super) fn plant(
    context: &Context<'_>,
    digest: impl Fn(&ApprovedContent) -> Option<&Located<String>>,
) -> Mutation {
    let approved = context.matter.council.as_ref().and_then(|council| council.approved.as_ref());
    let digest = approved.and_then(digest);
    Mutation::new(
        digest.map(|digest| Plant::scalar(digest.span, &format!("sha256:{}", "0".repeat(64)))),
        text!(
            "承認された内容の値（council の approved）が書かれていません",
            "no digest of what was approved (`approved` under `council`)"
        ),
    )
}
