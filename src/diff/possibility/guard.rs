//! How a passage is guarded: the network, the encryption, and the way that is no network.

use crate::case::Case;
use crate::diff::prose::Spelling;
use crate::model::contract::ConnectionForm;
use crate::model::flow::Link;
use crate::model::ids::NetworkId;

/// How a passage is guarded; a greater number is weaker, `None` is not stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Guard {
    open: Option<bool>,
    plain: Option<bool>,
    /// By what other means, in plain words: 手渡し.
    means: Option<String>,
}

impl Guard {
    pub(super) fn of_link(side: &Case<'_>, link: &Link, spelling: &Spelling) -> Self {
        let common = side.common;
        let encrypts = |list: &[crate::source::Located<_>]| {
            list.iter().any(|own| common.protections[own.value].encrypts)
        };
        Self {
            open: link.network.as_ref().map(|network| is_open(side, network.value)),
            plain: link.protections.as_ref().map(|list| !encrypts(&list.value)),
            means: link.means.as_ref().map(|means| spelling.plain(means)),
        }
    }

    pub(super) fn of_connection(side: &Case<'_>, form: Option<&ConnectionForm>) -> Self {
        let network = form.and_then(|form| form.network.as_ref());
        Self { open: network.map(|network| is_open(side, network.value)), ..Self::default() }
    }

    /// Returns whether what passes under `self` could pass under `old` as well guarded.
    pub(super) fn is_covered_by(&self, old: &Self) -> bool {
        let covers = |new: Option<bool>, old: Option<bool>| match (new, old) {
            (Some(new), Some(old)) => new <= old,
            // A statement that it is guarded is no weaker than silence; one that it is not is.
            (Some(new), None) => !new,
            (None, Some(_)) => false,
            (None, None) => true,
        };
        let is_same_way = match (&self.means, &old.means) {
            // Over a network the words only describe it.
            _ if self.open.is_some() && old.open.is_some() => true,
            (Some(new), Some(old)) => new == old,
            // Nothing was said of the way; now it is.
            (Some(_), None) => old.open.is_none(),
            (None, Some(_)) => false,
            (None, None) => true,
        };
        is_same_way && covers(self.open, old.open) && covers(self.plain, old.plain)
    }
}

/// Returns whether strangers are on a network.
fn is_open(side: &Case<'_>, network: NetworkId) -> bool {
    !side.common.networks[network].closed
}
