//! The spelling that a newsroom has settled on.

use serde::Deserialize;

/// Which of the spellings that English allows a draft keeps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, schemars::JsonSchema)]
pub enum HouseSpelling {
    /// recognise, colour
    #[serde(rename = "en-GB")]
    British,
    /// recognize, color
    #[serde(rename = "en-US")]
    American,
    /// recognize, colour
    #[serde(rename = "en-GB-oxford")]
    Oxford,
    /// Whichever the draft itself uses most.
    #[default]
    #[serde(rename = "majority")]
    Majority,
}
