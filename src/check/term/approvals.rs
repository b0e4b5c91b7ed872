//! Planting an earlier approval: shared by the rules on approvals.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::model::contract::Contract;
use crate::model::ward::Body;

/// The id of the planted approval.
pub(super) const PLANTED: &str = "planted-approval";

/// Returns the mistake of writing an approval of a contract by a body besides those there are.
pub(super) fn plant(context: &Context<'_>, body: &Body, year: i32, covered: &Contract) -> Option<Plant> {
    let (body, covered) = (&body.id, &covered.id);
    let yaml = format!(
        "{{ id: {PLANTED}, subject: 見本, body: {body}, fiscal_year: {year}, number: 1, covers: [{{ contract: {covered} }}] }}"
    );
    Plant::push_to(context, context.matter.span, "prior_approvals", &yaml)
}
