//! Profiles: named sets of rules. Each rule's own file says in which profiles it runs.

use serde::{Deserialize, Serialize};

/// A set of rules to run.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Rules that nearly every newsroom agrees with.
    Light,
    /// Rules that most newsrooms want.
    #[default]
    Standard,
    /// All rules.
    Strict,
    /// Rules about legal risk: accusations, crime, anonymity.
    Legal,
}

impl Profile {
    /// All profiles. Each of the first three includes the one before it; `legal` is a subset of `strict`.
    pub const ALL: [Self; 4] = [Self::Light, Self::Standard, Self::Strict, Self::Legal];

    /// The profile's name in files and on the command line.
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
