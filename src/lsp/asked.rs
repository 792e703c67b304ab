//! The parameters of requests about drafts.

use super::text::{Extent, Place};
use serde::Deserialize;

/// Parameters that name a draft and nothing that is needed beside it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Named {
    pub(super) text_document: Identifier,
}

#[derive(Debug, Deserialize)]
pub(super) struct Identifier {
    pub(super) uri: String,
}

/// Parameters that name a draft and a place in it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct At {
    pub(super) text_document: Identifier,
    pub(super) position: Place,
}

/// Parameters that name a draft and a part of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Within {
    pub(super) text_document: Identifier,
    pub(super) range: Extent,
}

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(flatten)]
    pub(super) within: Within,
    #[serde(default)]
    pub(super) context: Wanted,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    pub(super) only: Option<Vec<String>>,
}

impl Wanted {
    /// Whether actions of a kind, or of one that it belongs to, are wanted.
    pub(super) fn has(&self, kind: &str) -> bool {
        let covers = |wanted: &String| {
            kind.strip_prefix(wanted).is_some_and(|rest| matches!(rest.chars().next(), None | Some('.')))
        };
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted.is_empty() || covers(wanted)))
    }
}

/// The parameters of `textDocument/diagnostic`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Pull {
    pub(super) text_document: Identifier,
    pub(super) previous_result_id: Option<String>,
}

/// The parameters of `workspace/diagnostic`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PullAll {
    #[serde(default)]
    pub(super) previous_result_ids: Vec<Previous>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Previous {
    pub(super) uri: String,
    pub(super) value: String,
}
