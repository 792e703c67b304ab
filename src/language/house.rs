//! The variety of English spelling that a newsroom uses.

use serde::Deserialize;

/// The spelling that drafts use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, schemars::JsonSchema)]
pub enum HouseSpelling {
    /// British: recognise, colour.
    #[serde(rename = "en-GB")]
    British,
    /// American: recognize, color.
    #[serde(rename = "en-US")]
    American,
    /// British with -ize: recognize, colour.
    #[serde(rename = "en-GB-oxford")]
    Oxford,
    /// What each draft mostly uses.
    #[default]
    #[serde(rename = "majority")]
    Majority,
}
