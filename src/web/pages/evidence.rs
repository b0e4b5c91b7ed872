//! The evidence: every record with whether it holds, and the verdict with what it rests on.

use super::super::serve::App;
use super::super::view::Answer;
use super::{Stopped, open};
use crate::evidence::error::Error;
use crate::evidence::format::moment::Moment;
use crate::evidence::verify::Told;
use crate::report::verify as shown;
use crate::text;
use crate::workspace::verify::Asked;
use axum::http::StatusCode;
use serde_json::json;

/// How many records the page shows.
const SHOWN: usize = 500;

/// Returns the moment at which a page looks at the log.
pub(super) fn now(app: &App) -> Result<Moment, Stopped> {
    // A moment in Japan, nine hours ahead of UTC.
    let seconds = (app.settings.now)().and_utc().timestamp() - 9 * 3600;
    let now = u64::try_from(seconds).ok().and_then(|own| Moment::from_seconds(own).ok());
    let wrong =
        || Stopped::Told(text!("この機械の時計が合っていません", "the clock of this machine is wrong"));
    now.ok_or_else(wrong)
}

/// Verifies the evidence, and shows what came of it.
pub(super) fn show(app: &App) -> Result<Answer, Stopped> {
    let workspace = open(app)?;
    let now = now(app)?;
    let asked = Asked { trust: None, held: &[], now, latest: Some(now), require_witness: None };
    let (mut records, mut findings, mut count) = (Vec::new(), Vec::new(), 0_usize);
    let verdict = workspace.verify(&asked, &mut |told| match told {
        Told::Record(entry, outcome) => {
            count += 1;
            if records.len() < SHOWN {
                records.push(app.view.say(&shown::line(&entry, &outcome)));
            }
        }
        Told::Finding(finding) => findings.push(app.view.say(&shown::finding(&finding))),
    });
    let values = match verdict {
        Ok(verdict) => {
            let summary = app.view.say(&shown::summary(&verdict, None, 0));
            json!({ "summary": summary, "bad": verdict.errors > 0, "records": records, "findings": findings, "more": count - records.len() })
        }
        Err(Error::NoLog(_)) => {
            json!({ "summary": "", "bad": false, "records": [], "findings": [], "more": 0 })
        }
        Err(error) => return Err(Stopped::Told(error.text())),
    };
    Ok(app.view.page(StatusCode::OK, "evidence.html", values))
}
