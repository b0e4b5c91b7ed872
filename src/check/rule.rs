//! What a rule of the check is: the frame of every rule, and two functions.

use super::context::Context;
use super::findings::Findings;
use super::mutation::Mutation;
use crate::rule::Rule;
use std::ops::Deref;

/// One thing that a reviewer looks at. It is its [`Rule`] in all but what it does.
#[derive(Debug)]
pub struct Check {
    /// Name, weight, laws and page.
    pub rule: Rule,
    /// Looks at a matter.
    pub check: fn(&Context<'_>, &mut Findings),
    /// Plants the mistake that it must find.
    pub mutate: fn(&Context<'_>) -> Mutation,
}

impl Deref for Check {
    type Target = Rule;

    fn deref(&self) -> &Rule {
        &self.rule
    }
}
