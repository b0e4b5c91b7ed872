//! Ids of the resolved model: small numbers that only this model makes, and tables indexed by them.

use std::marker::PhantomData;
use std::ops::Index;

/// A number that names a row of a [`Table`].
pub trait Id: Copy {
    /// Returns the id of row `index`.
    fn from_index(index: usize) -> Self;
    /// Returns the row.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Id for $name {
            fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// An act of the word list (処理).
    ActId;
    /// A body that approved something (承認した機関).
    BodyId;
    /// A registered business (登録業務).
    BusinessId;
    /// A kind of certification (認証の種類).
    CertificationId;
    /// A kind of clause of the special provisions (特記事項の条項).
    ClauseId;
    /// A connection of a matter (外部結合).
    ConnectionId;
    /// A contract of a matter (契約).
    ContractId;
    /// A department of the ward (担当課).
    DepartmentId;
    /// A flow of a matter (個人情報の流れ).
    FlowId;
    /// A checklist form of a year (様式).
    FormId;
    /// A data item of a matter, by its name (情報項目).
    ItemId;
    /// A list of items (情報項目の一覧).
    ItemListId;
    /// A kind of matter of a year (付議の種別).
    KindId;
    /// A link of a flow (線), counted within its flow.
    LinkId;
    /// A way of handing over without a network (渡し方).
    MeansId;
    /// A box of measures (対策の箱).
    MeasureSetId;
    /// A kind of network (回線).
    NetworkId;
    /// A text of the ward's own that an annex prints (own/…).
    OwnId;
    /// A legal entity (法人).
    PartyId;
    /// A passage into the individual-number zone that the ward allows (特定通信).
    PassageId;
    /// A protection of a transfer (通信の保護).
    ProtectionId;
    /// A provider of a role (役割を担う者), counted over the whole matter.
    ProviderId;
    /// A role of a matter (役割).
    RoleId;
    /// A row of a checklist form (項目), counted within its form.
    RowId;
    /// A system of a role (端末・サーバ), counted over the whole matter.
    SystemId;
}

/// Rows in the order of the file, indexed by an id that was made for them.
#[derive(Clone, Debug)]
pub struct Table<I, T> {
    rows: Vec<T>,
    ids: PhantomData<I>,
}

impl<I: Id, T> Table<I, T> {
    /// Adds a row and returns its id.
    pub fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::from_index(self.rows.len() - 1)
    }

    /// Returns the rows in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// Returns the rows with their ids.
    pub fn enumerate(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.rows.iter().enumerate().map(|(index, row)| (I::from_index(index), row))
    }

    /// Returns all ids.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + use<I, T> {
        (0..self.rows.len()).map(I::from_index)
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self { rows: Vec::new(), ids: PhantomData }
    }
}

impl<I, T> FromIterator<T> for Table<I, T> {
    fn from_iter<S: IntoIterator<Item = T>>(rows: S) -> Self {
        Self { rows: rows.into_iter().collect(), ids: PhantomData }
    }
}

impl<'a, I, T> IntoIterator for &'a Table<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.iter()
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "an id is made only for a row of its own table")]
    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}
