//! 役割: what a key may sign.

use crate::statement_words;

statement_words! {
    /// What a key may sign. One key has one role, so that a key of one never passes for another.
    pub enum Role {
        Contractor = "contractor", "委託先";
        Ward = "ward", "担当課";
        Witness = "witness", "監査";
        Log = "log", "ログ";
        Root = "root", "鍵の管理者";
    }
}

impl Role {
    /// Returns the role of a name.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Contractor, Self::Ward, Self::Witness, Self::Log, Self::Root]
            .into_iter()
            .find(|role| role.word() == word || role.label() == word)
    }
}
