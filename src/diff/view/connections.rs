//! Connections with another's computer (外部結合).

use super::{About, View, called, short};
use crate::diagnostic::Language;
use crate::diff::facts::Shown;
use crate::diff::kinds::Kind;
use crate::model::contract::ConnectionForm;
use crate::model::ids::{ConnectionId, Id, NetworkId, SystemId};
use crate::model::item::Items;
use crate::source::Located;
use crate::text;

impl<'v> View<'v, '_> {
    /// Returns what a connection is called.
    pub(super) fn connection_name(&self, id: ConnectionId) -> Shown<'static> {
        let connections = &self.side.matter.connections;
        let all = connections.iter().map(|own| own.title.as_ref().unwrap_or(&own.id).value.as_str());
        called("外部結合", "connection", &short(all, id.index()))
    }

    pub(super) fn connections(&mut self) {
        let matter = self.side.matter;
        for (id, connection) in matter.connections.enumerate() {
            let token = self.identity.connections.token(self.which, id.index());
            let at = [token];
            let about = About::noun(self.connection_name(id), self.side.connection(id), "外部結合");
            let with = connection.counterparty.as_ref().map(|party| self.role_member(party.role.value));
            let unsaid = Shown::both("相手方の記載なし", "counterparty not stated");
            let summary = with.map_or(unsaid, |(_, name)| name.into());
            self.thing(Kind::Connection, &at, &about, connection.span, summary);
            self.overrides(&[token, 2], &about, &connection.overrides);
            self.text(Kind::ConnectionTitle, &at, &about, connection.title.as_ref());
            self.text(Kind::ConnectionReason, &at, &about, connection.reason.as_ref());
            if let Some(((role, name), party)) = with.zip(connection.counterparty.as_ref()) {
                self.named(Kind::Counterparty, &at, &about, party.span, role, name);
                self.party(None, token, &about, party);
            }
            let mut items = Items::default();
            for list in &connection.item_lists {
                items.add_all(&matter.item_lists[list.value].all);
            }
            let items = self.items_of(&items);
            self.set(Kind::ConnectionItems, &at, &about, connection.item_lists_span, items);
            if let Some(form) = &connection.form {
                self.connection_form(&at, &about, form);
            }
        }
    }

    fn connection_form(&mut self, at: &[u32], about: &About<'v>, form: &'v ConnectionForm) {
        if let Some(network) = &form.network {
            self.network(Kind::ConnectionNetwork, at, about, network);
        }
        let name = |system: &Option<Located<SystemId>>| match system {
            Some(system) => {
                let token = self.identity.systems.token(self.which, system.value.index());
                (token.to_string(), Shown::from(&self.side.matter.systems[system.value].label.value))
            }
            None => ("-".to_owned(), Shown::both("記載なし", "not stated")),
        };
        if form.from_system.is_some() || form.to_system.is_some() {
            let ((from, from_name), (to, to_name)) = (name(&form.from_system), name(&form.to_system));
            let said = |own: Language| [&from_name, &to_name].map(|name| name.said(own).to_owned());
            let ([a, b], [from_en, to_en]) = (said(Language::Japanese), said(Language::English));
            let shown = text!("{a}から{b}へ", "{from_en} to {to_en}");
            self.named(Kind::ConnectionSystems, at, about, form.span, format!("{from}>{to}"), shown);
        }
        if let Some(passage) = &form.passage {
            let passages = &self.side.ward.passages;
            self.shown(
                Kind::ConnectionPassage,
                at,
                about,
                passage.span,
                passages[passage.value].name.value.as_str(),
            );
        }
        self.text(Kind::ConnectionText, at, about, form.text.as_ref());
    }

    /// Notes a network; one that strangers are on ranks above one that only known parties are on.
    pub(super) fn network(
        &mut self,
        kind: Kind,
        at: &[u32],
        about: &About<'v>,
        network: &Located<NetworkId>,
    ) {
        let row = &self.side.common.networks[network.value];
        let rank = i64::from(!row.closed);
        self.value(kind, at, about, network.span, Some(row.id.clone()), rank, row.name.as_str());
    }
}
