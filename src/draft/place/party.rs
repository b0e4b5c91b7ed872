//! Who plays a role: legal entities, services and certifications, as a line writes them.

use super::{Placer, bare};
use crate::draft::sheet::Draft;

impl Placer<'_> {
    /// Places a line of who plays a role; returns what the annex says of it.
    pub(super) fn provider(&mut self, role: &str, line: &str, at: &str) -> Draft {
        let mut entry = Draft::record();
        let parties = &self.about.year.parties;
        let mut found: Vec<_> = parties.iter().filter(|own| line.contains(own.name.value.as_str())).collect();
        found.sort_by_key(|own| std::cmp::Reverse(own.name.value.len()));
        let Some(party) = found.first() else {
            entry.put(&["as_written"], Draft::text(line, at));
            return entry;
        };
        let (id, name) = (party.id.value.clone(), party.name.value.clone());
        let (before, after) = line.split_once(name.as_str()).unwrap_or((line, ""));
        let brand = match before {
            "" => None,
            own => match own.strip_suffix('（') {
                Some(brand) => Some(brand.to_owned()),
                // Words before the name that are no name of a service: the line as a whole is kept.
                None => {
                    let provider = self.known(role, &id, None, at);
                    entry.put(&["provider"], Draft::text(provider, at));
                    entry.put(&["as_written"], Draft::text(line, at));
                    return entry;
                }
            },
        };
        let provider = self.known(role, &id, brand.as_deref(), at);
        entry.put(&["provider"], Draft::text(provider, at));
        let inner = match brand {
            None => Some(after),
            Some(_) => after.strip_suffix('）'),
        };
        let wordings = match inner {
            Some("") => Some(Vec::new()),
            Some(own) => own.strip_prefix('（').and_then(|own| own.strip_suffix('）')).and_then(|own| {
                own.split('、').map(|own| self.certification(own)).collect::<Option<Vec<_>>>()
            }),
            None => None,
        };
        match wordings {
            Some(list) => {
                let list = list.into_iter().map(|(kind, written)| {
                    let mut own = Draft::record();
                    own.put(&["kind"], Draft::text(kind, at));
                    if let Some(written) = written {
                        own.put(&["as_written"], Draft::text(written, at));
                    }
                    own
                });
                let list: Vec<Draft> = list.collect();
                if !list.is_empty() {
                    entry.put(&["certifications"], Draft::List(list));
                }
            }
            None => entry.put(&["as_written"], Draft::text(line, at)),
        }
        entry
    }

    /// Returns the kind of a certification, and its words where they are not the common ones.
    fn certification(&self, text: &str) -> Option<(String, Option<String>)> {
        let kinds = &self.about.common.certifications;
        if let Some(own) = kinds.iter().find(|own| own.wording == text) {
            return Some((own.id.clone(), None));
        }
        let own = kinds
            .iter()
            .find(|own| bare(text).contains(&bare(&own.name)) || bare(text).contains(&stem(&own.wording)))?;
        Some((own.id.clone(), Some(text.to_owned())))
    }

    /// Returns the id of one who plays a role.
    fn known(&mut self, role: &str, party: &str, brand: Option<&str>, at: &str) -> String {
        let count: usize = self.roles.iter().map(|own| own.providers.len()).sum();
        let Some(own) = self.roles.iter_mut().find(|own| own.id == role) else { return String::new() };
        let key = format!("{party}/{}", brand.unwrap_or_default());
        // A later mention may leave the service out.
        let same = |own: &&(String, String, Draft)| {
            own.1 == key || brand.is_none() && own.1.starts_with(&format!("{party}/"))
        };
        if let Some((id, ..)) = own.providers.iter().find(same) {
            return id.clone();
        }
        let id = format!("provider-{}", count + 1);
        let mut draft = Draft::record();
        draft.put(&["id"], Draft::text(id.clone(), ""));
        draft.put(&["party"], Draft::text(party, at));
        if let Some(brand) = brand {
            draft.put(&["brand"], Draft::text(brand, at));
        }
        own.providers.push((id.clone(), key, draft));
        id
    }
}

/// Returns the name in a common wording: what stands before 認証 or 取得.
fn stem(wording: &str) -> String {
    let own = bare(wording);
    let end = ["認証", "取得"].iter().filter_map(|word| own.find(word)).min().unwrap_or(own.len());
    own.get(..end).unwrap_or_default().to_owned()
}
