//! What upload sessions say of themselves.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::Error;
use crate::model::Fault;
use crate::reply::RawResponse;

/// What an answer says about its session.
pub enum Session {
    /// It misses bytes from here on.
    Misses(u64),
    /// It misses none.
    Complete,
    /// It does not say.
    Silent,
}

/// Reads `nextExpectedRanges`, of which the first counts: `"327680-"`, `"327680-655359"` or
/// `"327680"`.
pub fn session(response: &RawResponse, total: u64) -> Result<Session, Error> {
    #[derive(Deserialize)]
    struct Status {
        #[serde(rename = "nextExpectedRanges", alias = "NextExpectedRanges")]
        ranges: Option<Vec<String>>,
    }
    let status = serde_json::from_slice::<Status>(&response.body);
    let Some(ranges) = status.ok().and_then(|status| status.ranges) else {
        return Ok(Session::Silent);
    };
    let Some(range) = ranges.first() else { return Ok(Session::Complete) };
    let start = range.split('-').next().and_then(|start| start.trim().parse().ok());
    let start = start.filter(|start| *start < total).ok_or_else(|| {
        let fault = Fault::new("expected a range within the content");
        Error::decode(&fault.at_index(0).in_property("nextExpectedRanges"))
    })?;
    Ok(Session::Misses(start))
}

/// Whether this is what the upload has made; a session has no id.
pub fn is_item(response: &RawResponse) -> bool {
    serde_json::from_slice::<Json>(&response.body).is_ok_and(|body| body["id"].is_string())
}
