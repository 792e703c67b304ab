//! How much a newsroom wants to be told: named sets of rules. Each rule's own file says in which it runs.

use serde::{Deserialize, Serialize};

/// A set of rules to run.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// What few desks would dispute.
    Light,
    /// What most desks ask of a draft.
    #[default]
    Standard,
    /// Everything, with what is only worth a look.
    Strict,
    /// What a lawyer reads for: accusations, crime, anonymity.
    Legal,
}

impl Profile {
    /// All of them, the mildest first.
    pub const ALL: [Self; 4] = [Self::Light, Self::Standard, Self::Strict, Self::Legal];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Standard => "standard",
            Self::Strict => "strict",
            Self::Legal => "legal",
        }
    }
}
