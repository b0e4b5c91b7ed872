//! Whose a key is said to be, against the lists of parties.

use crate::diagnostic::Text;
use crate::model::load::Workspace;
use crate::spelling;
use crate::text;

impl Workspace {
    /// Returns why a key may not be enrolled for a legal entity under a holder's name: no year's `parties.yaml` knows the
    /// entity, or it has another name there. Nothing where no year can be read.
    #[must_use]
    pub fn holder_problem(&self, party: &str, holder: &str) -> Option<Text> {
        // File, id and name of every party; the latest year first.
        let mut known: Vec<(String, String, String)> = Vec::new();
        for year in self.years().ok()?.into_iter().rev() {
            let Some(loaded) = self.year(&year).ok().and_then(|loaded| loaded.result.ok()) else { continue };
            let parties = loaded.year.parties.iter();
            known.extend(parties.map(|own| {
                (format!("policies/{year}/parties.yaml"), own.id.value.clone(), own.name.value.clone())
            }));
        }
        let (file, ..) = known.first()?;
        let own: Vec<_> = known.iter().filter(|(_, id, _)| id == party).collect();
        let Some((place, _, name)) = own.first() else {
            let ids = known.iter().map(|(_, id, _)| id.as_str());
            let all = text!(
                "会社を {file} に書いてから登録してください",
                "write the company into {file} before its key is enrolled"
            );
            let Text { ja, en } = spelling::did_you_mean(party, ids, &all);
            return Some(text!(
                "--party の値「{party}」は、どの年度の parties.yaml にもありません。{ja}",
                "the value `{party}` of --party is in no year's parties.yaml; {en}"
            ));
        };
        if own.iter().any(|(_, _, name)| spelling::same(name, holder)) {
            return None;
        }
        let other = known.iter().find(|(_, _, name)| spelling::same(name, holder));
        let (whose, whose_en) = other.map_or_else(Default::default, |(_, id, _)| {
            (format!("（{id} の名です）"), format!(" (it is the name of {id})"))
        });
        Some(text!(
            "--holder の値「{holder}」は {party} の名ではありません{whose}。{place} の {party} の name は「{name}」です。そのとおりに書くか、商号が変わったのなら、先に {place} を直してください",
            "the value `{holder}` of --holder is not the name of {party}{whose_en}: its `name` in {place} is `{name}`; write it so, or correct {place} first if the company changed its name"
        ))
    }
}
