//! Which way a change goes.

/// Which way a change goes, seen from what may happen to personal information.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 拡大: more may happen than before, or it is guarded less.
    Widening,
    /// 中立: other than before, neither more nor less.
    Neutral,
    /// 縮小: less may happen than before, or it is guarded better.
    Narrowing,
    /// 字句: other words for the same thing.
    Editorial,
}

impl Class {
    /// Returns the word for a reader.
    #[must_use]
    pub fn ja(self) -> &'static str {
        match self {
            Self::Editorial => "字句",
            Self::Narrowing => "縮小",
            Self::Neutral => "中立",
            Self::Widening => "拡大",
        }
    }

    /// Returns the word of machine output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Editorial => "editorial",
            Self::Narrowing => "narrowing",
            Self::Neutral => "neutral",
            Self::Widening => "widening",
        }
    }

    /// Returns the class of the same change seen backwards.
    #[must_use]
    pub fn mirror(self) -> Self {
        match self {
            Self::Narrowing => Self::Widening,
            Self::Widening => Self::Narrowing,
            Self::Editorial | Self::Neutral => self,
        }
    }
}
